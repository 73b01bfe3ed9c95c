// Rows packed and back: the same, by another dictionary too, and whatever was done to the bytes.
#include "claims/packed_rows.h"

#include <gtest/gtest.h>

#include <random>

#include "base/bytes.h"
#include "base/check.h"

namespace qiuhao::claims {
namespace {

const EntitySchema& lines() {
  static const Schema schema = [] {
    auto loaded = Schema::load(QIUHAO_SOURCE_DIR "/policy/schema");
    CHECK(loaded.has_value());
    return std::move(*loaded);
  }();
  return schema.of(Entity::line);
}

bool is_text(const Field& field) { return field.storage() == Storage::code || field.storage() == Storage::text; }

std::vector<LooseRow> random_rows(std::mt19937_64& random) {
  std::vector<LooseRow> rows(random() % 8);
  for (LooseRow& row : rows) {
    row.values.resize(lines().fields.size());
    for (std::size_t field = 0; field < row.values.size(); ++field) {
      if (random() % 3 == 0) continue;
      if (is_text(lines().fields[field])) {
        std::string words(random() % 20, '\0');
        for (char& byte : words) byte = static_cast<char>(random());
        row.values[field] = LooseValue::of_text(std::move(words));
      } else {
        row.values[field] = LooseValue::of_number(static_cast<std::int64_t>(random()) >> (random() % 64));
      }
    }
    if (const auto& id = row.values[lines().find("id")]) row.id = id->words;
  }
  return rows;
}

std::string text_of(const std::vector<LooseRow>& rows) {
  std::string text;
  for (const LooseRow& row : rows) {
    text += row.id + "|";
    for (const auto& value : row.values)
      text += value ? (value->is_text ? "'" + value->words : std::to_string(value->number)) + "," : "-,";
    text += "\n";
  }
  return text;
}

TEST(PackedRows, ComeBackAsTheyWere) {
  std::mt19937_64 random(3);
  for (int trial = 0; trial < 300; ++trial) {
    const std::vector<LooseRow> rows = random_rows(random);
    std::vector<LooseRow> back;
    ASSERT_TRUE(unpack_rows(lines(), pack_rows(lines(), rows), "V1", back).has_value());
    ASSERT_EQ(text_of(back), text_of(rows));
    for (const LooseRow& row : back) EXPECT_EQ(row.visit, "V1");
  }
}

TEST(PackedRows, AreAppended) {
  std::mt19937_64 random(4);
  const std::vector<LooseRow> rows = random_rows(random);
  std::vector<LooseRow> back;
  ASSERT_TRUE(unpack_rows(lines(), pack_rows(lines(), rows), "V1", back).has_value());
  ASSERT_TRUE(unpack_rows(lines(), pack_rows(lines(), rows), "V2", back).has_value());
  EXPECT_EQ(back.size(), 2 * rows.size());
  EXPECT_EQ(back.back().visit, "V2");
}

// A later dictionary: a number has another scale, a text became a number, a field is gone.
TEST(PackedRows, AreBroughtToTheDictionary) {
  const FieldIndex quantity = lines().find("quantity"), price = lines().find("price"), amount = lines().find("amount");
  std::vector<LooseRow> rows(2);
  for (LooseRow& row : rows) row.values.resize(lines().fields.size());
  rows[0].values[quantity] = LooseValue::of_number(25'000);  // 2.5
  rows[0].values[price] = LooseValue::of_number(1'234'567);  // 1.234567
  rows[0].values[amount] = LooseValue::of_number(309);
  rows[0].values[lines().find("item")] = LooseValue::of_text("A1");
  rows[1].values[quantity] = LooseValue::of_number(INT64_MAX);
  EntitySchema later = lines();
  later.fields[quantity].scale = 6;
  later.fields[price].scale = 2;
  later.fields[amount].name = "money";
  later.fields[lines().find("item")].type = FieldType::integer;
  std::vector<LooseRow> back;
  ASSERT_TRUE(unpack_rows(later, pack_rows(lines(), rows), "V1", back).has_value());
  ASSERT_EQ(back.size(), 2U);
  EXPECT_EQ(back[0].values[quantity]->number, 2'500'000);
  EXPECT_EQ(back[0].values[price]->number, 123);
  EXPECT_FALSE(back[0].values[amount]);
  EXPECT_FALSE(back[0].values[lines().find("item")]);
  EXPECT_FALSE(back[1].values[quantity]);  // too large at that scale
}

TEST(PackedRows, CutAnywhereTheyAreDamaged) {
  std::mt19937_64 random(5);
  std::vector<LooseRow> rows;
  while (rows.size() < 3) rows = random_rows(random);
  const std::string bytes = pack_rows(lines(), rows);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    std::vector<LooseRow> back;
    const Status status = unpack_rows(lines(), std::string_view(bytes).substr(0, size), "V1", back);
    ASSERT_FALSE(status.has_value()) << size;
    EXPECT_EQ(status.error().code, "damaged_rows");
  }
  std::vector<LooseRow> back;
  EXPECT_FALSE(unpack_rows(lines(), bytes + '\0', "V1", back).has_value());
}

TEST(PackedRows, OtherBytesAreReadOrDamaged) {
  std::mt19937_64 random(6);
  for (int trial = 0; trial < 30'000; ++trial) {
    std::string bytes;
    if (trial % 2 == 0) {
      bytes.resize(random() % 60);
      for (char& byte : bytes) byte = static_cast<char>(random() % (trial % 4 == 0 ? 256 : 8));
    } else {
      bytes = pack_rows(lines(), random_rows(random));
      for (std::uint64_t change = random() % 4; change != UINT64_MAX; --change)
        bytes[random() % bytes.size()] = static_cast<char>(random());
    }
    std::vector<LooseRow> back;
    const Status status = unpack_rows(lines(), bytes, "V1", back);
    EXPECT_TRUE(status || status.error().code == "damaged_rows");
    for (const LooseRow& row : back) ASSERT_EQ(row.values.size(), lines().fields.size());
  }
}

// Counts that promise more than the bytes can hold are no reason to ask for memory.
TEST(PackedRows, HugeCountsAreDamaged) {
  for (const std::uint64_t count : {std::uint64_t{1} << 62, UINT64_MAX}) {
    std::string names, rows("\0", 1), values("\0\1", 2);
    for (std::string* bytes : {&names, &rows, &values}) {
      put_varint(*bytes, count);
      std::vector<LooseRow> back;
      EXPECT_FALSE(unpack_rows(lines(), *bytes, "V1", back).has_value());
    }
  }
}

}  // namespace
}  // namespace qiuhao::claims
