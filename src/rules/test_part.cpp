// The part that a test's rows make.
#include <algorithm>
#include <memory>

#include "base/check.h"
#include "rules/test_case.h"

namespace qiuhao::rules {
namespace {

using claims::Entity;
using claims::Link;

void append_value(ColumnBuilder& column, const claims::Field& field, const std::optional<TestValue>& value) {
  if (!value) {
    column.append_absent();
  } else if (value->is_text) {
    column.append_text(value->words);
  } else if (field.storage() == Storage::day) {
    column.append_day(static_cast<Day>(value->number));
  } else {
    column.append_number(value->number);
  }
}

void append_row(claims::PartBuilder& builder, const claims::Schema& schema, Entity entity, const TestRow& row) {
  const auto& fields = schema.of(entity).fields;
  for (std::size_t index = 0; index < fields.size(); ++index) {
    append_value(builder.field(entity, static_cast<claims::FieldIndex>(index)), fields[index], row.values[index]);
  }
  builder.finish_row(entity);
}

// What rows of an entity are sorted by before their id: the time, or midnight of the day.
std::int64_t time_of(const TestRow& row, const claims::EntitySchema& fields, std::string_view time) {
  const auto& exact = row.values[fields.find(time)];
  if (exact) return exact->number;
  const claims::FieldIndex day = fields.find("day");
  if (day == claims::kNoField || !row.values[day]) return 0;
  return row.values[day]->number * 86'400 - kShanghaiOffset;
}

std::vector<const TestRow*> in_order(const std::vector<TestRow>& rows, const claims::EntitySchema& fields,
                                     std::string_view time, bool reversed) {
  std::vector<const TestRow*> sorted;
  for (const TestRow& row : rows) sorted.push_back(&row);
  if (reversed) std::reverse(sorted.begin(), sorted.end());
  std::sort(sorted.begin(), sorted.end(), [&](const TestRow* a, const TestRow* b) {
    const std::int64_t time_a = time_of(*a, fields, time);
    const std::int64_t time_b = time_of(*b, fields, time);
    return time_a != time_b ? time_a < time_b : a->id < b->id;
  });
  return sorted;
}

}  // namespace

claims::Part make_test_part(const TestCase& test, const claims::Schema& schema, bool lines_reversed) {
  auto builder = std::make_unique<claims::PartBuilder>(schema);
  append_row(*builder, schema, Entity::person, test.person);
  if (test.provider) append_row(*builder, schema, Entity::provider, *test.provider);
  const auto visits = in_order(test.visits, schema.of(Entity::visit), "start", false);
  for (const TestRow* visit : visits) {
    append_row(*builder, schema, Entity::visit, *visit);
    builder->link(Link::visit_person).append_index(0);
    builder->link(Link::visit_provider).append_index(test.provider ? 0 : kNoRow);
  }
  for (const TestRow* line : in_order(test.lines, schema.of(Entity::line), "time", lines_reversed)) {
    append_row(*builder, schema, Entity::line, *line);
    const auto visit = std::find_if(visits.begin(), visits.end(),
                                    [&](const TestRow* candidate) { return candidate->id == line->visit; });
    CHECK(visit != visits.end());
    builder->link(Link::line_visit).append_index(static_cast<RowIndex>(visit - visits.begin()));
    builder->link(Link::line_staff).append_index(kNoRow);
  }
  builder->finish_person();
  return claims::build(std::move(builder));
}

}  // namespace qiuhao::rules
