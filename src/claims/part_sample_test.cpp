// A tiny part of each format, as a program of that time wrote it: what is on somebody's disk stays readable. The parts
// are of one simulated city of twelve people in a month, under the key of 32 times 'k'.
#include <map>

#include "base/hash.h"
#include "claims/assembly/test_world.h"
#include "claims/part_file.h"

namespace qiuhao::claims {
namespace {

// Every field of every row but those of links, by person: people stand in another order in format 1.
std::string text_of(const Part& part) {
  std::map<std::string, std::string> people;
  const std::pair<Entity, Link> ranges[] = {{Entity::visit, Link::person_visits},
                                            {Entity::line, Link::person_lines},
                                            {Entity::diagnosis, Link::person_diagnoses},
                                            {Entity::operation, Link::person_operations},
                                            {Entity::settlement, Link::person_settlements}};
  for (RowIndex person = 0; person < part.rows(Entity::person); ++person) {
    std::string& text = people[value_of(part, "person.id", person)];
    text = row_text(part, Entity::person, person) + "\n";
    for (const auto& [entity, link] : ranges) {
      const Range rows = part.range(link, person);
      for (RowIndex row = rows.begin; row < rows.end; ++row) text += row_text(part, entity, row) + "\n";
    }
  }
  std::string all;
  for (const auto& [name, text] : people) all += text;
  return all;
}

Result<Part> sample(int format) {
  return open_part(fmt::format(QIUHAO_SOURCE_DIR "/tests/samples/tape-{}.part", format), shipped_schema());
}

TEST(PartSamples, EveryFormatIsReadAndSaysTheSame) {
  std::string first;
  for (int format = 1; format <= static_cast<int>(kPartFormat); ++format) {
    const auto part = sample(format);
    ASSERT_TRUE(part.has_value()) << part.error().text();
    EXPECT_TRUE(verify_part(fmt::format(QIUHAO_SOURCE_DIR "/tests/samples/tape-{}.part", format)).has_value());
    EXPECT_EQ(part->rows(Entity::person), 8U);
    EXPECT_EQ(part->rows(Entity::visit), 12U);
    EXPECT_EQ(part->rows(Entity::line), 97U);
    const std::string text = text_of(*part);
    if (format == 1) first = text;
    EXPECT_TRUE(text == first) << format;
    std::int64_t amounts = 0;
    const Column* amount = part->column(Entity::line, shipped_schema().of(Entity::line).find("amount"));
    for (RowIndex line = 0; line < amount->rows; ++line) amounts += amount->number(line);
    EXPECT_EQ(amounts, 379'332) << format;  // 分
  }
}

}  // namespace
}  // namespace qiuhao::claims
