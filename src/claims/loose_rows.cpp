// Rows taken out of a part.
#include "claims/loose_rows.h"

#include <algorithm>

#include "claims/part.h"

namespace qiuhao::claims {
namespace {

LooseRow row_of(const Part& part, const Schema& schema, Entity entity, RowIndex row) {
  LooseRow loose;
  const EntitySchema& fields = schema.of(entity);
  loose.values.resize(fields.fields.size());
  for (std::size_t field = 0; field < fields.fields.size(); ++field) {
    const Column* column = part.column(entity, static_cast<FieldIndex>(field));
    if (column == nullptr || !column->has(row)) continue;
    LooseValue& value = loose.values[field].emplace();
    switch (column->storage) {
      case Storage::code:
      case Storage::text:
        value.is_text = true;
        column->append_text(row, value.words);
        break;
      case Storage::day: value.number = column->day(row); break;
      case Storage::number: value.number = column->number(row); break;
      case Storage::index: break;
    }
  }
  if (const auto& id = loose.values[fields.find("id")]) loose.id = id->words;
  return loose;
}

}  // namespace

LooseTape loosen(const Part& part, const Schema& schema, RowIndex person, std::span<const RowIndex> visits) {
  LooseTape loose;
  loose.person = row_of(part, schema, Entity::person, person);
  std::vector<RowIndex> providers;
  for (const RowIndex visit : visits) {
    loose.visits.push_back(row_of(part, schema, Entity::visit, visit));
    const RowIndex provider = part.link(Link::visit_provider, visit);
    if (provider == kNoRow || std::ranges::find(providers, provider) != providers.end()) continue;
    providers.push_back(provider);
    loose.providers.push_back(row_of(part, schema, Entity::provider, provider));
  }
  const auto add = [&](Entity entity, Link range, Link to_visit, std::vector<LooseRow>& rows) {
    const Range all = part.range(range, person);
    for (RowIndex row = all.begin; row < all.end; ++row) {
      const auto visit = std::ranges::find(visits, part.link(to_visit, row));
      if (visit == visits.end()) continue;
      rows.push_back(row_of(part, schema, entity, row));
      rows.back().visit = loose.visits[static_cast<std::size_t>(visit - visits.begin())].id;
    }
  };
  add(Entity::line, Link::person_lines, Link::line_visit, loose.lines);
  add(Entity::diagnosis, Link::person_diagnoses, Link::diagnosis_visit, loose.diagnoses);
  add(Entity::operation, Link::person_operations, Link::operation_visit, loose.operations);
  add(Entity::settlement, Link::person_settlements, Link::settlement_visit, loose.settlements);
  return loose;
}

}  // namespace qiuhao::claims
