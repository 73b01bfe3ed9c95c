// Runs of rows.
#include "claims/views/entity_rows.h"

#include <algorithm>
#include <map>
#include <string>

namespace qiuhao::claims {
namespace {

bool is_listed_by_each_part(Entity entity) { return entity == Entity::provider || entity == Entity::staff; }

Range rows_of_person(const Part& part, Entity entity, RowIndex person) {
  switch (entity) {
    case Entity::visit: return part.range(Link::person_visits, person);
    case Entity::line: return part.range(Link::person_lines, person);
    case Entity::diagnosis: return part.range(Link::person_diagnoses, person);
    case Entity::operation: return part.range(Link::person_operations, person);
    case Entity::settlement: return part.range(Link::person_settlements, person);
    case Entity::person:
    case Entity::provider:
    case Entity::staff: break;
  }
  return {person, person + 1};
}

}  // namespace

EntityRows::EntityRows(const Tape& tape, const Schema& schema, Entity entity, std::size_t run_rows)
    : tape_(tape), schema_(schema), entity_(entity), run_rows_(run_rows) {}

// In order of id, so that the table does not depend on how parts are cut.
void EntityRows::find_last_places(const Schema& schema, std::size_t run_rows) {
  const FieldIndex id = schema.of(entity_).find("id");
  std::map<std::string, std::pair<std::uint16_t, RowIndex>> last;
  std::string name;
  for (std::size_t part = 0; part < tape_.parts().size(); ++part) {
    const Part& of = tape_.parts()[part];
    const Column* ids = of.column(entity_, id);
    for (RowIndex row = 0; row < of.rows(entity_); ++row) {
      name.clear();
      ids->append_text(row, name);
      last[name] = {static_cast<std::uint16_t>(part), row};
    }
  }
  for (const auto& [of_name, place] : last) last_places_.push_back(place);
  for (RowIndex begin = 0; begin < last_places_.size();) {
    auto end = begin;
    while (end < last_places_.size() && end - begin < run_rows && last_places_[end].first == last_places_[begin].first)
      ++end;
    runs_.push_back({last_places_[begin].first, begin, end});
    begin = end;
  }
}

void EntityRows::add_run(std::uint16_t part, RowIndex begin, RowIndex end) {
  for (; begin < end; begin += static_cast<RowIndex>(run_rows_)) {
    runs_.push_back({part, begin, std::min<RowIndex>(end, begin + static_cast<RowIndex>(run_rows_))});
  }
}

// Rows of people whose tape a later part holds are left out; those of a person stand beside each other.
void EntityRows::add_part(std::uint16_t number) {
  const Part& part = tape_.parts()[number];
  RowIndex begin = 0;
  for (RowIndex person = 0; person < part.rows(Entity::person); ++person) {
    if (!part.is_gone(person)) continue;
    const Range rows = rows_of_person(part, entity_, person);
    add_run(number, begin, rows.begin);
    begin = rows.end;
  }
  add_run(number, begin, static_cast<RowIndex>(part.rows(entity_)));
}

std::size_t EntityRows::runs() {
  std::call_once(is_listed_, [this] {
    if (is_listed_by_each_part(entity_)) return find_last_places(schema_, run_rows_);
    for (std::size_t part = 0; part < tape_.parts().size(); ++part) add_part(static_cast<std::uint16_t>(part));
  });
  return runs_.size();
}

std::size_t EntityRows::rows() {
  runs();
  std::size_t rows = 0;
  for (const Run& run : runs_) rows += run.end - run.begin;
  return rows;
}

std::uint16_t EntityRows::places(std::size_t run, std::vector<RowIndex>& rows) const {
  rows.clear();
  const Run& of = runs_[run];
  for (RowIndex row = of.begin; row < of.end; ++row) {
    rows.push_back(last_places_.empty() ? row : last_places_[row].second);
  }
  return of.part;
}

}  // namespace qiuhao::claims
