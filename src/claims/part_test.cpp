// Parts come back from disk as they were built, and damage is found.
#include "claims/part.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "claims/part_file.h"
#include "claims/tape.h"

namespace qiuhao::claims {
namespace {

Schema shipped_schema() {
  auto schema = Schema::load(QIUHAO_SOURCE_DIR "/policy/schema");
  EXPECT_TRUE(schema.has_value()) << schema.error().text();
  return *schema;
}

class TemporaryFolder {
 public:
  TemporaryFolder() : path_(std::filesystem::temp_directory_path() / ("qiuhao-part-" + std::to_string(::getpid()))) {
    std::filesystem::remove_all(path_);
    std::filesystem::create_directories(path_ / "tape" / "parts");
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }
  const Path& path() const { return path_; }

 private:
  Path path_;
};

// Appends absent values to every field of a new row, except those that `fill` set.
void append_row(PartBuilder& builder, const Schema& schema, Entity entity, std::string_view id) {
  const auto& fields = schema.of(entity).fields;
  for (std::size_t index = 0; index < fields.size(); ++index) {
    auto& column = builder.field(entity, static_cast<FieldIndex>(index));
    if (fields[index].name == "id")
      column.append_text(id);
    else
      column.append_absent();
  }
  builder.finish_row(entity);
}

// A line of a visit; `set` appends the value of a field and says so, the others are absent.
template <typename Set>
void append_line(PartBuilder& builder, const Schema& schema, RowIndex visit, const Set& set) {
  const auto& fields = schema.of(Entity::line).fields;
  for (std::size_t index = 0; index < fields.size(); ++index) {
    auto& column = builder.field(Entity::line, static_cast<FieldIndex>(index));
    if (!set(fields[index].name, column)) column.append_absent();
  }
  builder.finish_row(Entity::line);
  builder.link(Link::line_visit).append_index(visit);
  builder.link(Link::line_staff).append_index(kNoRow);
}

Part small_part(const Schema& schema) {
  auto builder = std::make_unique<PartBuilder>(schema);
  for (int person = 0; person < 3; ++person) {
    append_row(*builder, schema, Entity::person, "P" + std::to_string(person));
    for (int visit = 0; visit < person; ++visit) {
      append_row(*builder, schema, Entity::visit, "V" + std::to_string(person) + std::to_string(visit));
      builder->link(Link::visit_person).append_index(static_cast<RowIndex>(person));
      builder->link(Link::visit_provider).append_index(kNoRow);
    }
    builder->finish_person();
  }
  return build(std::move(builder));
}

TEST(Schema, KnowsFieldsByPathAndRefusesMistakes) {
  const Schema schema = shipped_schema();
  const auto quantity = schema.find("line.quantity");
  ASSERT_TRUE(quantity.has_value());
  EXPECT_EQ(schema.field(quantity->first, quantity->second).scale, 4);
  EXPECT_FALSE(schema.find("line.qty").has_value());
  EXPECT_FALSE(schema.find("quantity").has_value());
}

TEST(PartFile, ComesBackAsBuilt) {
  const Schema schema = shipped_schema();
  const TemporaryFolder folder;
  const Path path = folder.path() / "a.part";
  ASSERT_TRUE(write_part(small_part(schema), schema, path).has_value());
  ASSERT_TRUE(verify_part(path).has_value());
  const auto part = open_part(path, schema);
  ASSERT_TRUE(part.has_value()) << part.error().text();
  EXPECT_EQ(part->rows(Entity::person), 3U);
  EXPECT_EQ(part->rows(Entity::visit), 3U);
  const Range range = part->range(Link::person_visits, 2);
  EXPECT_EQ(range.begin, 1U);
  EXPECT_EQ(range.end, 3U);
  const Column* id = part->column(Entity::visit, schema.of(Entity::visit).find("id"));
  ASSERT_NE(id, nullptr);
  EXPECT_EQ(id->text(2), "V21");
  EXPECT_EQ(part->link(Link::visit_person, 2), 2U);
  // A field that no row has takes no room.
  EXPECT_EQ(part->column(Entity::visit, schema.of(Entity::visit).find("start")), nullptr);
}

TEST(PartFile, KeepsSumsOfItsProviders) {
  const Schema schema = shipped_schema();
  auto builder = std::make_unique<PartBuilder>(schema);
  append_row(*builder, schema, Entity::provider, "H0");
  append_row(*builder, schema, Entity::provider, "H1");
  append_row(*builder, schema, Entity::person, "P0");
  for (const RowIndex provider : {RowIndex{1}, kNoRow}) {
    const RowIndex visit = builder->next_row(Entity::visit);
    append_row(*builder, schema, Entity::visit, "V" + std::to_string(visit));
    builder->link(Link::visit_person).append_index(0);
    builder->link(Link::visit_provider).append_index(provider);
    for (const std::int64_t cents : {1'000, -300, 0}) {  // 0: not known
      append_line(*builder, schema, visit, [&](const std::string& name, ColumnBuilder& column) {
        const bool is_known = name == "in_scope" && cents != 0;
        if (is_known) column.append_number(cents + visit);
        return is_known;
      });
    }
  }
  builder->finish_person();
  const TemporaryFolder folder;
  const Path path = folder.path() / "a.part";
  ASSERT_TRUE(write_part(build(std::move(builder)), schema, path).has_value());
  const auto part = open_part(path, schema);
  ASSERT_TRUE(part.has_value()) << part.error().text();
  ASSERT_TRUE(part->has_sums());
  const std::int64_t lines[] = {0, 3, 3}, in_scope[] = {0, 700, 702};
  for (RowIndex entry = 0; entry < 3; ++entry) {
    EXPECT_EQ(part->sum(ProviderSum::lines, entry), lines[entry]);
    EXPECT_EQ(part->sum(ProviderSum::in_scope, entry), in_scope[entry]);
  }
}

TEST(PartFile, EveryFlippedByteOfAColumnIsFound) {
  const Schema schema = shipped_schema();
  const TemporaryFolder folder;
  const Path path = folder.path() / "a.part";
  ASSERT_TRUE(write_part(small_part(schema), schema, path).has_value());
  std::string bytes = *read_file(path);
  int undetected = 0;
  for (std::size_t position = 0; position < bytes.size(); position += 7) {
    std::string changed = bytes;
    changed[position] = static_cast<char>(changed[position] ^ 0x10);
    std::ofstream(path, std::ios::binary | std::ios::trunc) << changed;
    // Bytes between blocks are padding and belong to nothing.
    if (verify_part(path).has_value()) ++undetected;
  }
  EXPECT_EQ(undetected, 0);
  for (const std::size_t length : {std::size_t{0}, std::size_t{10}, std::size_t{200}, bytes.size() - 1}) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes.substr(0, length);
    EXPECT_FALSE(open_part(path, schema).has_value()) << length;
  }
}

// Names of items are guessed from their codes by a map, which is laid open at once: damage to it is an error, no crash.
TEST(PartFile, DamagedMapsAreRefusedOnOpening) {
  const Schema schema = shipped_schema();
  auto builder = std::make_unique<PartBuilder>(schema);
  append_row(*builder, schema, Entity::person, "P0");
  append_row(*builder, schema, Entity::visit, "V0");
  builder->link(Link::visit_person).append_index(0);
  builder->link(Link::visit_provider).append_index(kNoRow);
  for (int line = 0; line < 600; ++line) {
    const std::string number = std::to_string(line * 7 % 100);
    append_line(*builder, schema, 0, [&](const std::string& name, ColumnBuilder& column) {
      if (name == "item") column.append_text("A" + number);
      if (name == "item_name") column.append_text("name " + number);
      return name == "item" || name == "item_name";
    });
  }
  builder->finish_person();
  const TemporaryFolder folder;
  const Path path = folder.path() / "a.part";
  ASSERT_TRUE(write_part(build(std::move(builder)), schema, path).has_value());
  const std::string bytes = *read_file(path);
  ASSERT_NE(bytes.find("map_runs"), std::string::npos) << "there is no map to damage";
  std::size_t refused = 0;
  for (std::size_t position = 0; position < bytes.size(); ++position) {
    std::string changed = bytes;
    changed[position] = static_cast<char>(changed[position] ^ 0x80);
    std::ofstream(path, std::ios::binary | std::ios::trunc) << changed;
    refused += open_part(path, schema).has_value() ? 0 : 1;
  }
  EXPECT_GT(refused, 100U);
}

TEST(Manifest, IsReplacedInOneStepAndChecked) {
  const TemporaryFolder folder;
  EXPECT_EQ(read_manifest(folder.path())->generation, 0U);
  Manifest manifest{7, {{"tape/parts/000001.part", 1, 2, 3, 0xabcdef0123456789}}};
  ASSERT_TRUE(publish_manifest(folder.path(), manifest).has_value());
  const auto back = read_manifest(folder.path());
  ASSERT_TRUE(back.has_value()) << back.error().text();
  EXPECT_EQ(back->generation, 7U);
  EXPECT_EQ(back->parts.at(0).checksum, 0xabcdef0123456789U);
  std::string text = *read_file(folder.path() / "tape" / "manifest.json");
  text[text.find("\"lines\": 3") + 9] = '4';
  std::ofstream(folder.path() / "tape" / "manifest.json", std::ios::trunc) << text;
  EXPECT_EQ(read_manifest(folder.path()).error().code, "damaged_manifest");
}

}  // namespace
}  // namespace qiuhao::claims
