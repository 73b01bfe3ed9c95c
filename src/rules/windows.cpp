// The windows `same` and `pair`: a person's lines grouped by key once, then looked up line by line.
#include <algorithm>

#include "base/hash.h"
#include "rules/subject.h"
#include "rules/subject_state.h"

namespace qiuhao::rules {

using cel::Value;
using claims::Entity;
using claims::Link;

namespace {

// The row of a key term's entity for a line.
RowIndex row_for(const claims::Part& part, Entity entity, RowIndex line, RowIndex person) {
  switch (entity) {
    case Entity::line: return line;
    case Entity::visit: return part.link(Link::line_visit, line);
    case Entity::person: return person;
    default: return kNoRow;
  }
}

std::uint64_t bits_of(const Column& column, RowIndex row) {
  switch (column.storage) {
    case Storage::code: return column.code(row);
    case Storage::text: return hash64(column.text(row));
    case Storage::day: return static_cast<std::uint64_t>(column.day(row));
    case Storage::number: return static_cast<std::uint64_t>(column.number(row));
    case Storage::index: return column.index(row);
  }
  return 0;
}

bool equal_values(const Column& column, RowIndex a, RowIndex b) {
  if (column.storage == Storage::text) return column.text(a) == column.text(b);
  return bits_of(column, a) == bits_of(column, b);
}

}  // namespace

bool Subject::key_of(const Window& window, RowIndex row, std::uint64_t& key, const KeyTerm*& absent) const {
  key = 0;
  for (const KeyTerm& term : window.by) {
    if (term.kind == KeyTerm::Kind::point) continue;  // the grouping is of one point already
    const RowIndex at = row_for(*part_, term.entity, row, person_);
    // Rows of one visit share its number, so the row stands for the text.
    if (term.entity == Entity::visit && term.field == plan_->plan().fields().visit_id) {
      key = mix(key, at);
      continue;
    }
    const Column* column = part_->column(term.entity, term.field);
    if (column == nullptr || !column->has(at)) {
      absent = &term;
      return false;
    }
    key = mix(key, bits_of(*column, at));
  }
  return true;
}

bool Subject::same_key(const Window& window, RowIndex a, RowIndex b) const {
  for (const KeyTerm& term : window.by) {
    if (term.kind == KeyTerm::Kind::point) continue;
    const RowIndex at_a = row_for(*part_, term.entity, a, person_);
    const RowIndex at_b = row_for(*part_, term.entity, b, person_);
    if (at_a != at_b && !equal_values(*part_->column(term.entity, term.field), at_a, at_b)) return false;
  }
  return true;
}

// A row meets a point that names its item and is in force on its day, as a line does when it is judged.
bool Subject::meets(PointIndex point, RowIndex row) const {
  if (!plan_->has_item(point, plan_->items()->code(row))) return false;
  const Column* days = part_->column(Entity::line, plan_->plan().fields().line_day);
  return plan_->plan().library()[point].in_force(days->day(row));
}

void Subject::fill(const Window& window, PointIndex point, Grouping& grouping) const {
  grouping.window = &window;
  grouping.point = point;
  grouping.keyed.clear();
  grouping.rows.clear();
  grouping.groups.clear();
  const claims::Range lines = part_->range(Link::person_lines, person_);
  for (RowIndex row = lines.begin; row < lines.end; ++row) {
    if (point != kNoPoint && !meets(point, row)) continue;
    std::uint64_t key = 0;
    const KeyTerm* absent = nullptr;
    if (!key_of(window, row, key, absent)) continue;
    if (window.where) {
      row_ = row;
      if (!window.where->evaluate(*this, state_->where_scratch).is_true()) continue;
    }
    grouping.keyed.emplace_back(key, row);
  }
  // Rows come in time order and the sort is by (key, row), so each run keeps it.
  std::sort(grouping.keyed.begin(), grouping.keyed.end());
  for (const auto& [key, row] : grouping.keyed) {
    const auto at = static_cast<std::uint32_t>(grouping.rows.size());
    const bool joins = !grouping.groups.empty() && grouping.groups.back().key == key &&
                       same_key(window, grouping.rows[grouping.groups.back().begin], row);
    if (!joins) grouping.groups.push_back({key, at, at});
    grouping.rows.push_back(row);
    grouping.groups.back().end = at + 1;
  }
}

const Subject::Grouping& Subject::grouping_of(const Window& window, PointIndex point) const {
  WindowState& state = *state_;
  for (std::size_t index = 0; index < state.used; ++index) {
    const Grouping& grouping = state.groupings[index];
    if (grouping.window == &window && grouping.point == point) return grouping;
  }
  if (state.used == state.groupings.size()) state.groupings.emplace_back();
  Grouping& grouping = state.groupings[state.used++];
  fill(window, point, grouping);
  return grouping;
}

std::span<const RowIndex> Subject::pair_partners(RowIndex b, const Candidate& candidate) {
  set_pair(kNoRow, b, candidate);
  const auto& windows = rule().windows;
  for (std::size_t index = 0; index < windows.size(); ++index) {
    if (windows[index].kind != WindowKind::pair) continue;
    const Value rows = window(index);
    // The list's memory is the window's, and standing on the pair works the window out anew.
    partners_.clear();
    if (!rows.is_error()) partners_.assign(rows.list->rows.begin(), rows.list->rows.end());
    return partners_;
  }
  return {};
}

Value Subject::window(std::size_t index) const {
  WindowState& state = *state_;
  if (state.window_known[index]) return state.windows[index];
  const Window& window = plan_->plan().rules()[candidate_.rule].windows[index];
  cel::ListValue& list = state.lists[index];
  list = {};
  list.of_rows = true;
  list.row_struct = static_cast<cel::StructId>(Entity::line);
  state.windows[index] = Value::of_list(&list);
  state.window_known[index] = true;

  std::uint64_t key = 0;
  const KeyTerm* absent = nullptr;
  if (!key_of(window, line_, key, absent)) {
    state.windows[index] = Value::absent(absent->path.c_str());
    return state.windows[index];
  }
  const bool of_point = std::any_of(window.by.begin(), window.by.end(),
                                    [](const KeyTerm& term) { return term.kind == KeyTerm::Kind::point; });
  const Grouping& grouping = grouping_of(window, of_point ? candidate_.point : kNoPoint);
  auto group = std::lower_bound(grouping.groups.begin(), grouping.groups.end(), key,
                                [](const Group& entry, std::uint64_t wanted) { return entry.key < wanted; });
  while (group != grouping.groups.end() && group->key == key && !same_key(window, grouping.rows[group->begin], line_)) {
    ++group;
  }
  if (group == grouping.groups.end() || group->key != key) return state.windows[index];
  const std::span<const RowIndex> rows(grouping.rows.data() + group->begin, group->end - group->begin);
  if (window.kind == WindowKind::same) {
    list.rows = rows;
    return state.windows[index];
  }
  const std::uint32_t first = plan_->first_code(candidate_.point);
  auto& pair_rows = state.pair_rows[index];
  pair_rows.clear();
  for (const RowIndex row : rows) {
    if (plan_->items()->code(row) == first) pair_rows.push_back(row);
  }
  list.rows = pair_rows;
  return state.windows[index];
}

}  // namespace qiuhao::rules
