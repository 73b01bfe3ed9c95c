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
  if (time.empty()) return 0;
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

// The row of a visit's provider: the only one given, or the one whose id the visit names.
RowIndex provider_of(const TestCase& test, const claims::Schema& schema, const TestRow& visit) {
  if (test.has_one_provider) return 0;
  const auto& named = visit.values[schema.of(Entity::visit).find("provider")];
  if (!named) return kNoRow;
  const auto found = std::find_if(test.providers.begin(), test.providers.end(),
                                  [&](const TestRow& provider) { return provider.id == named->words; });
  return found == test.providers.end() ? kNoRow : static_cast<RowIndex>(found - test.providers.begin());
}

}  // namespace

claims::Part make_test_part(const TestCase& test, const claims::Schema& schema, bool lines_reversed) {
  auto builder = std::make_unique<claims::PartBuilder>(schema);
  append_row(*builder, schema, Entity::person, test.person);
  for (const TestRow& provider : test.providers) append_row(*builder, schema, Entity::provider, provider);
  const auto visits = in_order(test.visits, schema.of(Entity::visit), "start", false);
  for (const TestRow* visit : visits) {
    append_row(*builder, schema, Entity::visit, *visit);
    builder->link(Link::visit_person).append_index(0);
    builder->link(Link::visit_provider).append_index(provider_of(test, schema, *visit));
  }
  const auto append_all = [&](Entity entity, const std::vector<const TestRow*>& rows, Link link) {
    for (const TestRow* row : rows) {
      append_row(*builder, schema, entity, *row);
      const auto visit = std::find_if(visits.begin(), visits.end(),
                                      [&](const TestRow* candidate) { return candidate->id == row->visit; });
      CHECK(visit != visits.end());
      builder->link(link).append_index(static_cast<RowIndex>(visit - visits.begin()));
      if (entity == Entity::line) builder->link(Link::line_staff).append_index(kNoRow);
    }
  };
  append_all(Entity::line, in_order(test.lines, schema.of(Entity::line), "time", lines_reversed), Link::line_visit);
  append_all(Entity::diagnosis, in_order(test.diagnoses, schema.of(Entity::diagnosis), "", lines_reversed),
             Link::diagnosis_visit);
  append_all(Entity::operation, in_order(test.operations, schema.of(Entity::operation), "", lines_reversed),
             Link::operation_visit);
  append_all(Entity::settlement, in_order(test.settlements, schema.of(Entity::settlement), "time", lines_reversed),
             Link::settlement_visit);
  builder->finish_person();
  return claims::build(std::move(builder));
}

}  // namespace qiuhao::rules
