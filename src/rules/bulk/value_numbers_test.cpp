// Numbers of values: equal where the values are, and only there.
#include "rules/bulk/value_numbers.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "columns/encode.h"

namespace qiuhao::rules {
namespace {

constexpr RowIndex kRows = 3'000;

// Whether rows have equal numbers exactly where they have equal texts or amounts.
template <typename ValueOf>
void expect_alike(const Column& column, const ValueOf& value_of) {
  ValueNumbers numbers;
  std::vector<std::uint32_t> told;
  for (RowIndex row = 0; row < kRows; ++row) told.push_back(numbers.of(column, row));
  std::mt19937 random(3);
  for (int pair = 0; pair < 20'000; ++pair) {
    const auto a = static_cast<RowIndex>(random() % kRows), b = static_cast<RowIndex>(random() % kRows);
    EXPECT_EQ(told[a] == told[b], value_of(a) == value_of(b)) << a << " and " << b;
  }
  for (const std::uint32_t number : told) EXPECT_LT(number, numbers.size());
  EXPECT_EQ(numbers.of(column, 7), told[7]) << "asked again";
  numbers.clear();
  EXPECT_EQ(numbers.size(), 0U);
  EXPECT_EQ(numbers.of(column, 9), 0U) << "numbers begin anew";
}

TEST(ValueNumbers, OfAmountsAndDays) {
  std::mt19937_64 random(1);
  ColumnBuilder amounts(Storage::number, 2), days(Storage::day, 0);
  for (RowIndex row = 0; row < kRows; ++row) {
    amounts.append_number(static_cast<std::int64_t>(random() % 900) - 450);
    days.append_day(static_cast<std::int32_t>(random() % 300));
  }
  const Column amount = amounts.view(), day = days.view();
  expect_alike(amount, [&](RowIndex row) { return amount.number(row); });
  expect_alike(day, [&](RowIndex row) { return day.day(row); });
}

TEST(ValueNumbers, OfTextsPlainSerialAndHexadecimal) {
  std::mt19937_64 random(2);
  ColumnBuilder serials(Storage::text, 0), ids(Storage::text, 0);
  for (RowIndex row = 0; row < kRows; ++row) {
    const std::string number = std::to_string(random() % 400);
    serials.append_text((random() % 2 == 0 ? "R" : "V2025-") + number);
    ids.append_text("00ab" + std::string(4 - std::min<std::size_t>(number.size(), 4), '0') + number);
  }
  const Column plain = serials.view(), id = ids.view();
  expect_alike(plain, [&](RowIndex row) { return plain.text(row); });

  auto serial = serial_numbers(plain);
  ASSERT_TRUE(serial.has_value());
  const StreamBytes numbers = encode_stream({serial->numbers, nullptr}, {});
  const SerialTexts texts(serial->patterns, serial->pattern_of.view(), numbers.view());
  Column packed = plain;
  packed.data = nullptr;
  packed.serial = &texts;
  expect_alike(packed, [&](RowIndex row) { return plain.text(row); });

  const auto bytes = hex_bytes(id);
  ASSERT_TRUE(bytes.has_value());
  const SerialTexts hexadecimal(bytes->bytes.data(), bytes->width, kRows);
  packed.serial = &hexadecimal;
  expect_alike(packed, [&](RowIndex row) { return id.text(row); });
}

}  // namespace
}  // namespace qiuhao::rules
