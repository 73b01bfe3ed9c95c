// Lists of a person's rows, whole and by visit.
#include "rules/person_rows.h"

#include <numeric>

#include "base/check.h"
#include "rules/bulk/people_run.h"

namespace qiuhao::rules {

using claims::Entity;
using claims::Link;

void PersonRows::set_person(RowIndex person) {
  person_ = person;
  for (Rows& rows : rows_) rows.has_all = rows.has_visits = false;
}

claims::Range PersonRows::range(Entity of) const {
  switch (of) {
    case Entity::visit: return part_->range(Link::person_visits, person_);
    case Entity::line: return part_->range(Link::person_lines, person_);
    case Entity::diagnosis: return part_->range(Link::person_diagnoses, person_);
    case Entity::operation: return part_->range(Link::person_operations, person_);
    case Entity::settlement: return part_->range(Link::person_settlements, person_);
    default: break;
  }
  CHECK(false);
  return {};
}

RowIndex PersonRows::visit_of(Entity of, RowIndex row) const {
  switch (of) {
    case Entity::visit: return row;
    case Entity::line: return run_ != nullptr ? run_->visit_of(row) : part_->link(Link::line_visit, row);
    case Entity::diagnosis: return part_->link(Link::diagnosis_visit, row);
    case Entity::operation: return part_->link(Link::operation_visit, row);
    case Entity::settlement: return part_->link(Link::settlement_visit, row);
    default: return kNoRow;
  }
}

std::uint32_t PersonRows::item_of(RowIndex line) const {
  return run_ != nullptr ? run_->item(line) : items_->code(line);
}

const cel::ListValue* PersonRows::all(Entity of) {
  Rows& rows = rows_[static_cast<std::size_t>(of)];
  if (!rows.has_all) {
    const claims::Range range = this->range(of);
    rows.all_rows.resize(range.end - range.begin);
    std::iota(rows.all_rows.begin(), rows.all_rows.end(), range.begin);
    rows.all_list = {
        .values = {}, .rows = rows.all_rows, .row_struct = static_cast<cel::StructId>(of), .of_rows = true};
    rows.has_all = true;
  }
  return &rows.all_list;
}

std::span<const RowIndex> PersonRows::run(Entity of, claims::Range range) {
  return all(of)->rows.subspan(range.begin - this->range(of).begin, range.end - range.begin);
}

claims::Range PersonRows::same_day(RowIndex line) const {
  const claims::Range lines = range(Entity::line);
  const Day day = day_of_row(Entity::line, line);
  claims::Range same{line, line + 1};
  while (same.begin > lines.begin && day_of_row(Entity::line, same.begin - 1) == day) --same.begin;
  while (same.end < lines.end && day_of_row(Entity::line, same.end) == day) ++same.end;
  return same;
}

Day PersonRows::day_of_row(Entity of, RowIndex row) const {
  if (run_ != nullptr && of == Entity::line) return run_->day_of_line(row);
  if (run_ != nullptr && of == Entity::visit) return run_->day_of_visit(row);
  const auto day_at = [&](Entity entity, claims::FieldIndex field, RowIndex at) {
    const Column* column = part_->column(entity, field);
    if (column == nullptr || !column->has(at)) return kNoDay;
    return column->storage == Storage::day ? column->day(at) : day_of(column->number(at));
  };
  switch (of) {
    case Entity::line: return day_at(of, fields_->line_day, row);
    case Entity::operation: return day_at(of, fields_->operation_date, row);
    case Entity::settlement: return day_at(of, fields_->settlement_time, row);
    default: return day_at(Entity::visit, fields_->visit_start, visit_of(of, row));
  }
}

// Counts, then places: rows of one visit keep their order.
void PersonRows::sort_by_visit(Entity of, Rows& rows) {
  const claims::Range visits = range(Entity::visit);
  const claims::Range own = range(of);
  const std::size_t count = visits.end - visits.begin;
  rows.ends.assign(count + 1, 0);
  for (RowIndex row = own.begin; row < own.end; ++row) ++rows.ends[visit_of(of, row) - visits.begin + 1];
  std::partial_sum(rows.ends.begin(), rows.ends.end(), rows.ends.begin());
  rows.rows.resize(own.end - own.begin);
  for (RowIndex row = own.begin; row < own.end; ++row) rows.rows[rows.ends[visit_of(of, row) - visits.begin]++] = row;
  rows.lists.resize(count);
  std::uint32_t begin = 0;
  for (std::size_t visit = 0; visit < count; ++visit) {
    const std::span<const RowIndex> of_visit(rows.rows.data() + begin, rows.rows.data() + rows.ends[visit]);
    rows.lists[visit] = {.values = {}, .rows = of_visit, .row_struct = static_cast<cel::StructId>(of), .of_rows = true};
    begin = rows.ends[visit];
  }
  rows.has_visits = true;
}

const cel::ListValue* PersonRows::of_visit(Entity of, RowIndex visit) {
  Rows& rows = rows_[static_cast<std::size_t>(of)];
  if (!rows.has_visits) sort_by_visit(of, rows);
  return &rows.lists[visit - range(Entity::visit).begin];
}

}  // namespace qiuhao::rules
