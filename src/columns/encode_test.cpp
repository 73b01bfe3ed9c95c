// Whatever way is chosen, a stream gives back the values that went in; and what others tell costs next to nothing.
#include "columns/encode.h"

#include <gtest/gtest.h>

#include <random>

namespace qiuhao {
namespace {

constexpr std::size_t kRows = 5'000;

void expect_same(const PlainValues& plain, const StreamBytes& bytes, const char* what) {
  const Stream stream = bytes.view();
  std::vector<std::int64_t> read(plain.values.size());
  for (std::size_t row = 0; row < read.size(); row += 777) {
    stream.read(static_cast<RowIndex>(row), std::min<std::size_t>(777, read.size() - row), read.data() + row);
  }
  for (std::size_t row = 0; row < read.size(); ++row) {
    if (!plain.has(row)) continue;
    ASSERT_EQ(stream.at(static_cast<RowIndex>(row)), plain.values[row]) << what << " " << row;
    ASSERT_EQ(read[row], plain.values[row]) << what << " in bulk " << row;
  }
  // Rows far from each other.
  std::vector<RowIndex> rows;
  for (std::size_t row = 0; row < plain.values.size(); row += 1 + row % 37) rows.push_back(static_cast<RowIndex>(row));
  std::vector<std::int64_t> gathered(kStreamBatch);
  for (std::size_t begin = 0; begin < rows.size(); begin += kStreamBatch) {
    const auto some = std::span(rows).subspan(begin, std::min(kStreamBatch, rows.size() - begin));
    stream.gather(some, gathered.data());
    for (std::size_t at = 0; at < some.size(); ++at) {
      if (!plain.has(some[at])) continue;
      ASSERT_EQ(gathered[at], plain.values[some[at]]) << what << " gathered " << some[at];
    }
  }
}

Column number_column(const std::vector<std::int64_t>& values, int scale) {
  Column column;
  column.storage = Storage::number;
  column.scale = scale;
  column.rows = values.size();
  column.data = values.data();
  return column;
}

TEST(EncodeStream, GivesBackWhatWentIn) {
  std::mt19937_64 random(7);
  for (int trial = 0; trial < 60; ++trial) {
    std::vector<std::int64_t> values(kRows);
    std::vector<std::uint64_t> present((kRows + 63) / 64);
    const std::uint64_t range = std::uint64_t{1} << (random() % 50);
    const std::uint64_t mostly = random() % 100, absent = random() % 100;
    for (std::size_t row = 0; row < kRows; ++row) {
      values[row] = random() % 100 < mostly ? 42 : static_cast<std::int64_t>(random() % range) - 17;
      if (random() % 100 >= absent) present[row / 64] |= std::uint64_t{1} << (row % 64);
    }
    const PlainValues all{values, nullptr};
    expect_same(all, encode_stream(all, {}), "all");
    const PlainValues some{values, present.data()};
    expect_same(some, encode_stream(some, {}), "some");
  }
}

TEST(EncodeStream, AnAmountIsItsQuantityAndPrice) {
  std::mt19937_64 random(3);
  std::vector<std::int64_t> quantities, prices, amounts;
  for (std::size_t row = 0; row < kRows; ++row) {
    quantities.push_back(static_cast<std::int64_t>(random() % 90'000) - 20'000);  // 4 places
    prices.push_back(static_cast<std::int64_t>(random() % 900'000'000));          // 6 places
    amounts.push_back(rounded_product(quantities.back(), prices.back(), 8));      // 2 places
    if (random() % 100 == 0) amounts.back() += 1;
  }
  const Column quantity = number_column(quantities, 4), price = number_column(prices, 6);
  GuessBytes guess;
  guess.guess = Guess::product;
  guess.of = {&quantity, &price, nullptr};
  guess.scale_shift = 8;
  const PlainValues plain{amounts, nullptr};
  const StreamBytes bytes = encode_stream(plain, {guess});
  expect_same(plain, bytes, "product");
  EXPECT_EQ(bytes.guess.guess, Guess::product);
  EXPECT_LT(bytes.size(), kRows / 2);
}

TEST(EncodeStream, RoundsHalvesAwayFromZeroAlsoBeyond64Bits) {
  EXPECT_EQ(rounded_product(5, 1, 1), 1);
  EXPECT_EQ(rounded_product(-5, 1, 1), -1);
  EXPECT_EQ(rounded_product(4, 1, 1), 0);
  EXPECT_EQ(rounded_product(3'000'000'000'000, 4'000'000'000, 12), 12'000'000'000);
}

TEST(EncodeStream, WhatFollowsFromACodeCostsNothing) {
  std::mt19937_64 random(5);
  ColumnBuilder codes(Storage::code, 0);
  std::vector<std::int64_t> values;
  for (std::size_t row = 0; row < kRows; ++row) {
    const auto code = random() % 300;
    if (code == 0)
      codes.append_absent();
    else
      codes.append_text(std::to_string(code));
    values.push_back(static_cast<std::int64_t>(code * code));
  }
  // A stream tells absence by a code, as in a part's file.
  const PlainValues plain{values, nullptr};
  const Column column = codes.view();
  auto guess = guess_by_code(plain, column, "t.code");
  ASSERT_TRUE(guess.has_value());
  const StreamBytes bytes = encode_stream(plain, {*guess});
  expect_same(plain, bytes, "by code");
  EXPECT_TRUE(bytes.kept.empty());
  EXPECT_LT(bytes.size(), 1'500U);
  std::vector<std::int64_t> noise(kRows);
  for (auto& value : noise) value = static_cast<std::int64_t>(random() % 1'000'000);
  EXPECT_FALSE(guess_by_code({noise, nullptr}, column, "t.code").has_value());
}

TEST(EncodeStream, DifferencesAndLinksAndMidnights) {
  std::mt19937_64 random(9);
  std::vector<std::int64_t> a(kRows), b(kRows), c(kRows), rest(kRows), child(kRows), time(kRows);
  std::vector<std::int64_t> parents(500);
  ColumnBuilder link(Storage::index, 0), day(Storage::day, 0);
  for (auto& value : parents) value = static_cast<std::int64_t>(random() % 1'000'000'000'000);
  const PackedBytes packed_parents = pack(parents);
  for (std::size_t row = 0; row < kRows; ++row) {
    a[row] = static_cast<std::int64_t>(random() % 100'000);
    b[row] = static_cast<std::int64_t>(random() % 100);
    c[row] = static_cast<std::int64_t>(random() % 10);
    rest[row] = a[row] - b[row] - c[row];
    const auto parent = static_cast<RowIndex>(row / 10);
    link.append_index(row % 97 == 0 ? kNoRow : parent);
    child[row] = row % 97 == 0 ? 5 : parents[parent] * 100 + static_cast<std::int64_t>(row % 10);
    day.append_day(20'000 + static_cast<int>(row % 365));
    time[row] = (20'000 + static_cast<std::int64_t>(row % 365)) * 86'400 - 8 * 3'600 +
                static_cast<std::int64_t>(random() % 86'400);
  }
  const Column column_a = number_column(a, 2), column_b = number_column(b, 2), column_c = number_column(c, 2);
  const Column links = link.view(), days = day.view();
  Stream parent_stream;
  parent_stream.rows = parents.size();
  parent_stream.values = packed_parents.view();
  GuessBytes difference, parent, midnight;
  difference.guess = Guess::difference;
  difference.of = {&column_a, &column_b, &column_c};
  parent.guess = Guess::parent;
  parent.link = &links;
  parent.parent = &parent_stream;
  parent.factor = 100;
  midnight.guess = Guess::midnight;
  midnight.of[0] = &days;
  for (const auto& [values, guess] : {std::pair{&rest, difference}, {&child, parent}, {&time, midnight}}) {
    const PlainValues plain{*values, nullptr};
    const StreamBytes bytes = encode_stream(plain, {guess});
    expect_same(plain, bytes, "guess");
    EXPECT_EQ(bytes.guess.guess, guess.guess);
  }
  const PlainValues plain{child, nullptr};
  const StreamBytes bytes = encode_stream(plain, {guess_by_bases(plain, links, "l", parents.size())});
  expect_same(plain, bytes, "bases");
}

TEST(Column, GathersAnyRowsAsOneByOne) {
  std::mt19937_64 random(21);
  std::vector<std::int64_t> values(kRows);
  for (auto& value : values) value = static_cast<std::int64_t>(random() % 1'000);
  const StreamBytes bytes = encode_stream({values, nullptr}, {});
  const Stream stream = bytes.view();
  Column column;
  column.rows = kRows;
  column.stream = &stream;
  Column codes = column;
  codes.storage = Storage::code;
  codes.dictionary_size = 999;  // so that 999 is absent
  for (int trial = 0; trial < 200; ++trial) {
    std::vector<RowIndex> rows;
    RowIndex at = static_cast<RowIndex>(random() % kRows);
    const std::uint64_t step = 1 + random() % 40;
    for (int row = 0; row < 300; ++row) {
      rows.push_back(random() % 30 == 0 ? kNoRow : at);
      at = random() % 50 == 0 ? static_cast<RowIndex>(random() % kRows)
                              : static_cast<RowIndex>((at + random() % step) % kRows);
    }
    std::vector<std::int64_t> numbers(rows.size());
    std::vector<std::uint32_t> gathered(rows.size());
    column.gather(rows, numbers.data());
    codes.gather(rows, gathered.data());
    for (std::size_t row = 0; row < rows.size(); ++row) {
      ASSERT_EQ(numbers[row], rows[row] == kNoRow ? 0 : values[rows[row]]);
      ASSERT_EQ(gathered[row], rows[row] == kNoRow ? 999U : static_cast<std::uint32_t>(values[rows[row]]));
    }
  }
}

TEST(SerialTexts, ComeBackWhateverTheirPatterns) {
  std::mt19937_64 random(11);
  ColumnBuilder texts(Storage::text, 0);
  std::vector<std::string> wanted;
  for (std::size_t row = 0; row < kRows; ++row) {
    std::string text = "H34-2025" + std::to_string(100'000 + random() % 900'000);
    if (random() % 3 == 0) text += "R" + std::to_string(random() % 12);
    if (random() % 200 == 0) {
      texts.append_absent();
      text.clear();
    } else {
      texts.append_text(text);
    }
    wanted.push_back(text);
  }
  const Column column = texts.view();
  const auto serial = serial_numbers(column);
  ASSERT_TRUE(serial.has_value());
  EXPECT_EQ(serial->patterns.size(), 3U);  // without R, with one digit, with two
  const StreamBytes numbers = encode_stream({serial->numbers, column.present}, {});
  const SerialTexts back(serial->patterns, serial->pattern_of.view(), numbers.view());
  for (RowIndex row = 0; row < kRows; ++row) {
    if (wanted[row].empty()) continue;
    std::string text = ">";
    back.append(row, text);
    ASSERT_EQ(text, ">" + wanted[row]);
    ASSERT_EQ(back.text(row), wanted[row]);
  }
}

TEST(SerialTexts, WhatIsNoSerialNumberStaysAText) {
  ColumnBuilder words(Storage::text, 0), hex(Storage::text, 0), long_numbers(Storage::text, 0);
  std::mt19937_64 random(13);
  for (int row = 0; row < 500; ++row) {
    std::string word(8, ' ');
    for (char& letter : word) letter = static_cast<char>('a' + random() % 26);
    words.append_text(word);
    std::string digits(24, '0'), many(30, '0');
    for (char& letter : digits) letter = "0123456789abcdef"[random() % 16];
    for (char& letter : many) letter = static_cast<char>('0' + random() % 10);
    hex.append_text(digits);
    long_numbers.append_text(many);
  }
  EXPECT_FALSE(serial_numbers(words.view()).has_value());
  EXPECT_FALSE(serial_numbers(long_numbers.view()).has_value());
  EXPECT_FALSE(hex_bytes(words.view()).has_value());
  const auto bytes = hex_bytes(hex.view());
  ASSERT_TRUE(bytes.has_value());
  const SerialTexts back(bytes->bytes.data(), bytes->width, 500);
  for (RowIndex row = 0; row < 500; ++row) ASSERT_EQ(back.text(row), hex.view().text(row));
}

}  // namespace
}  // namespace qiuhao
