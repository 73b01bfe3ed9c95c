// Lines taken out of the part of a person leave the part that is made without them, and put back the one that was.
#include "claims/person_part.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <random>

#include "claims/assembly/test_world.h"

namespace qiuhao::claims {
namespace {

std::optional<LooseValue> random_value(const Field& field, std::mt19937& random) {
  if (random() % 4 == 0) return std::nullopt;
  if (field.storage() == Storage::code || field.storage() == Storage::text)
    return LooseValue::of_text(std::string(random() % 9, static_cast<char>('a' + random() % 5)));
  return LooseValue::of_number(static_cast<std::int64_t>(random() % 1'000));
}

LooseRow random_row(const EntitySchema& schema, const std::string& id, const std::string& visit, std::mt19937& random) {
  LooseRow row{id, visit, {}, false};
  for (const Field& field : schema.fields) row.values.push_back(random_value(field, random));
  row.values[schema.find("id")] = LooseValue::of_text(id);
  return row;
}

// A person with visits of lines at random times, some of them alike.
LooseTape random_tape(const Schema& schema, std::size_t lines, std::mt19937& random) {
  LooseTape tape;
  tape.person = random_row(schema.of(Entity::person), "P", "", random);
  for (int visit = 0; visit < 3; ++visit)
    tape.visits.push_back(random_row(schema.of(Entity::visit), fmt::format("V{}", visit), "", random));
  for (std::size_t line = 0; line < lines; ++line) {
    tape.lines.push_back(
        random_row(schema.of(Entity::line), fmt::format("L{}", line), fmt::format("V{}", random() % 3), random));
    tape.lines.back().is_history = random() % 3 == 0;
  }
  return tape;
}

std::string text_of(const Column& column, RowIndex row) {
  if (!column.has(row)) return "-";
  switch (column.storage) {
    case Storage::code:
    case Storage::text: return fmt::format("'{}'", column.text(row));
    case Storage::day: return fmt::format("{}", column.day(row));
    case Storage::number: return fmt::format("{}", column.number(row));
    case Storage::index: return fmt::format("{}", column.index(row));
  }
  return "";
}

// All that a part says of the person's lines, of columns that are made or to be made.
std::vector<std::string> lines_of(PersonPart& made, const Schema& schema) {
  std::vector<std::string> told;
  const Range range = made.part().range(Link::person_lines, 0);
  for (RowIndex line = range.begin; line < range.end; ++line)
    told.push_back(fmt::format("{} {}:", made.part().link(Link::line_visit, line), made.is_asked(Entity::line, line)));
  for (FieldIndex field = 0; field < schema.of(Entity::line).fields.size(); ++field) {
    const Column* column = made.make(Entity::line, field);
    if (column == nullptr) continue;
    for (RowIndex line = range.begin; line < range.end; ++line) told[line] += " " + text_of(*column, line);
  }
  return told;
}

PersonFields every_field(const Schema& schema, bool at_once) {
  PersonFields fields;
  for (std::size_t entity = 0; entity < kEntities; ++entity) {
    const std::size_t count = schema.of(static_cast<Entity>(entity)).fields.size();
    for (FieldIndex field = 0; field < count; ++field) fields.all.emplace_back(static_cast<Entity>(entity), field);
  }
  fields.of_tape = fields.all;
  if (at_once) fields.at_once = fields.all;
  return fields;
}

void expect_taken_out_and_back(std::size_t lines, bool at_once, std::mt19937& random) {
  const Schema& schema = shipped_schema();
  const PersonPartMaker maker(schema, every_field(schema, at_once));
  const LooseTape tape = random_tape(schema, lines, random);
  PersonPart whole = maker.make(tape);
  const std::vector<std::string> before = [&] {
    PersonPart other = maker.make(tape);
    return lines_of(other, schema);
  }();
  const FieldIndex id = schema.of(Entity::line).find("id");
  for (RowIndex line = 0; line < lines; ++line) {
    if (!whole.is_asked(Entity::line, line)) continue;
    const std::string name(whole.make(Entity::line, id)->text(line));
    LooseTape less = tape;
    std::erase_if(less.lines, [&](const LooseRow& row) { return row.id == name; });
    PersonPart without = maker.make(less);
    whole.take_line_out(line);
    ASSERT_EQ(lines_of(whole, schema), lines_of(without, schema)) << lines << " lines, without " << name;
    whole.put_line_back(line);
    ASSERT_EQ(lines_of(whole, schema), before) << lines << " lines, with " << name << " again";
  }
}

TEST(PersonPart, LinesAreTakenOutAndPutBack) {
  std::mt19937 random(7);
  for (const std::size_t lines : {1, 2, 3, 63, 64, 65, 127, 130, 200}) {
    expect_taken_out_and_back(lines, true, random);
    expect_taken_out_and_back(lines, false, random);
  }
}

}  // namespace
}  // namespace qiuhao::claims
