// Grouping by hash of the key, checked by value.
#include "rules/windows/groups.h"

#include <algorithm>

#include "base/hash.h"

namespace qiuhao::rules {

using cel::Value;
using claims::Entity;
using claims::Link;

namespace {

std::uint64_t bits_of_text(const Column& column, RowIndex row) {
  if (column.serial == nullptr) return hash64(column.text(row));
  const auto serial = column.serial->serial(row);
  if (!serial) return hash64(column.serial->hex(row));
  return mix(static_cast<std::uint64_t>(serial->number), static_cast<std::uint64_t>(serial->pattern));
}

std::uint64_t bits_of(const Column& column, RowIndex row) {
  switch (column.storage) {
    case Storage::code: return column.code(row);
    case Storage::text: return bits_of_text(column, row);
    case Storage::day: return static_cast<std::uint64_t>(column.day(row));
    case Storage::number: return static_cast<std::uint64_t>(column.number(row));
    case Storage::index: return column.index(row);
  }
  return 0;
}

bool equal_values(const Column& column, RowIndex a, RowIndex b) {
  if (column.serial != nullptr) {
    const SerialTexts& texts = *column.serial;
    return texts.serial(a) == texts.serial(b) && texts.hex(a) == texts.hex(b);
  }
  if (column.storage == Storage::text) return column.text(a) == column.text(b);
  return bits_of(column, a) == bits_of(column, b);
}

// Whether two fields of k say the same; what is absent says nothing.
bool same_point_value(const Value& a, const Value& b) {
  if (a.kind != b.kind) return false;
  if (a.kind == cel::Kind::text) return a.as_text() == b.as_text();
  return (a.kind == cel::Kind::integer || a.kind == cel::Kind::boolean) && a.integer == b.integer;
}

}  // namespace

KeyPlace GroupMaker::place_of(const GroupSpec& spec, RowIndex row) const {
  const bool has_day = std::ranges::find(*spec.by, KeyTerm::Kind::day, &KeyTerm::kind) != spec.by->end();
  return {spec.of, row, rows_->visit_of(spec.of, row), has_day ? rows_->day_of_row(spec.of, row) : kNoDay};
}

RowIndex GroupMaker::row_for(Entity entity, const KeyPlace& place) const {
  switch (entity) {
    case Entity::person: return rows_->person();
    case Entity::visit: return place.visit;
    case Entity::provider:
      return place.visit == kNoRow ? kNoRow : rows_->part().link(Link::visit_provider, place.visit);
    default: return entity == place.of ? place.row : kNoRow;
  }
}

bool GroupMaker::key_of(const std::vector<KeyTerm>& by, const KeyPlace& place, std::uint64_t& key,
                        const KeyTerm*& absent) const {
  key = 0;
  for (const KeyTerm& term : by) {
    if (term.kind == KeyTerm::Kind::point) continue;  // the grouping is of one point already
    absent = &term;
    if (term.kind == KeyTerm::Kind::day) {
      if (place.day == kNoDay) return false;
      key = mix(key, static_cast<std::uint64_t>(place.day));
      continue;
    }
    const RowIndex row = row_for(term.entity, place);
    if (row == kNoRow) return false;
    // Rows of one visit share its number, so the row stands for the text.
    if (term.entity == Entity::visit && term.field == plan_->plan().fields().visit_id) {
      key = mix(key, row);
      continue;
    }
    const Column* column = rows_->part().column(term.entity, term.field);
    if (column == nullptr || !column->has(row)) return false;
    key = mix(key, bits_of(*column, row));
  }
  absent = nullptr;
  return true;
}

bool GroupMaker::same_key(const std::vector<KeyTerm>& by, const KeyPlace& a, const KeyPlace& b) const {
  for (const KeyTerm& term : by) {
    if (term.kind == KeyTerm::Kind::point) continue;
    if (term.kind == KeyTerm::Kind::day) {
      if (a.day != b.day) return false;
      continue;
    }
    const RowIndex row_a = row_for(term.entity, a);
    const RowIndex row_b = row_for(term.entity, b);
    if (row_a != row_b && !equal_values(*rows_->part().column(term.entity, term.field), row_a, row_b)) return false;
  }
  return true;
}

// Whether a point that a line meets is in force and has the values of the subject's point that the key names.
bool GroupMaker::is_of_point(const GroupSpec& spec, PointIndex point, PointIndex candidate, RowIndex line) const {
  const Plan& plan = plan_->plan();
  const auto is_same = [&](const KeyTerm& term) {
    return term.kind != KeyTerm::Kind::point ||
           (term.point_field != kPointId && same_point_value(point_field(plan, term.point_field, candidate),
                                                             point_field(plan, term.point_field, point)));
  };
  return (candidate == point || std::ranges::all_of(*spec.by, is_same)) &&
         plan.in_force(candidate, rows_->day_of_row(Entity::line, line));
}

// Whether one of the points that the rule's lines would meet on this one is.
bool GroupMaker::meets(const GroupSpec& spec, PointIndex point, RowIndex line) const {
  const std::uint32_t code = rows_->item_of(line);
  const bool is_pair = plan_->plan().rules()[spec.rule].grain == Grain::pair;
  return std::ranges::any_of(is_pair ? plan_->pair_candidates(code) : plan_->candidates(code),
                             [&](const Candidate& candidate) {
                               return candidate.rule == spec.rule && is_of_point(spec, point, candidate.point, line);
                             });
}

bool GroupMaker::has_item_of(const GroupSpec& spec, RowIndex line) const {
  if (!spec.by_point && !spec.only_mains) return true;
  const PartPlan::ItemUse use = plan_->use_of(rows_->item_of(line));
  return (!spec.by_point || use.is_met) && (!spec.only_mains || use.is_main);
}

bool GroupMaker::meets_condition(const GroupSpec& spec, RowIndex row) {
  if (told_ != nullptr && told_->can_tell(spec.condition)) return told_->met(spec.condition, row);
  KnownRows& known = known_[spec.condition];
  const claims::Range range = rows_->range(spec.of);
  if (known.empty()) {
    known.assign(range.end - range.begin, Met::unknown);
    touched_.push_back(spec.condition);
  }
  Met& met = known[row - range.begin];
  if (met == Met::unknown) {
    scope_.stand(spec.of, row);
    met = spec.where->evaluate(scope_, scratch_).is_true() ? Met::yes : Met::no;
  }
  return met == Met::yes;
}

void GroupMaker::forget() {
  for (const std::uint32_t condition : touched_) known_[condition].clear();
  touched_.clear();
}

void GroupMaker::add_row(const GroupSpec& spec, RowIndex row, Grouping& grouping) {
  if (spec.where != nullptr && !meets_condition(spec, row)) return;
  std::uint64_t key = 0;
  const KeyTerm* absent = nullptr;
  if (key_of(*spec.by, place_of(spec, row), key, absent)) grouping.keyed.emplace_back(key, row);
}

// The person's lines among those of the run that the rule's points name, or that are of main items.
void GroupMaker::add_met(const GroupSpec& spec, PointIndex point, claims::Range range, Grouping& grouping) {
  const PlaceSpan met = spec.by_point ? met_->of_rule[spec.rule].span() : met_->mains;
  const auto first = std::ranges::lower_bound(met.rows, range.begin);
  RowIndex last = kNoRow;  // a line that two points name is one row
  for (auto at = static_cast<std::size_t>(first - met.rows.begin()); at < met.size() && met.rows[at] < range.end;
       ++at) {
    const RowIndex row = met.rows[at];
    if (row == last || (spec.by_point && spec.only_mains && !has_item_of(spec, row))) continue;
    if (spec.by_point && !is_of_point(spec, point, met.points[at], row)) continue;
    add_row(spec, row, grouping);
    last = row;
  }
}

void GroupMaker::fill(const GroupSpec& spec, PointIndex point, Grouping& grouping) {
  grouping.spec = &spec;
  grouping.keyed.clear();
  grouping.rows.clear();
  grouping.groups.clear();
  const claims::Range range = rows_->range(spec.of);
  const bool are_met = met_ != nullptr && spec.of == Entity::line && (spec.by_point || spec.only_mains);
  if (are_met) add_met(spec, point, range, grouping);
  for (RowIndex row = range.begin; !are_met && row < range.end; ++row) {
    if (!has_item_of(spec, row) || (spec.by_point && !meets(spec, point, row))) continue;
    add_row(spec, row, grouping);
  }
  // Rows come in time order and the sort is by (key, row), so each run keeps it.
  std::sort(grouping.keyed.begin(), grouping.keyed.end());
  for (auto begin = grouping.keyed.begin(); begin != grouping.keyed.end();) {
    const auto end =
        std::find_if(begin, grouping.keyed.end(), [&](const auto& entry) { return entry.first != begin->first; });
    // Rows of one hash have one key, but for the rare hash of two.
    while (begin != end) {
      const KeyPlace first = place_of(spec, begin->second);
      const auto is_same = [&](const auto& entry) { return same_key(*spec.by, first, place_of(spec, entry.second)); };
      auto other = std::find_if_not(begin + 1, end, is_same);
      if (other != end) other = std::stable_partition(other, end, is_same);
      const auto at = static_cast<std::uint32_t>(grouping.rows.size());
      grouping.groups.push_back({begin->first, at, at + static_cast<std::uint32_t>(other - begin)});
      for (; begin != other; ++begin) grouping.rows.push_back(begin->second);
    }
  }
}

std::uint32_t GroupMaker::find(const Grouping& grouping, const KeyPlace& place, const KeyTerm*& absent) const {
  const GroupSpec& spec = *grouping.spec;
  std::uint64_t key = 0;
  if (!key_of(*spec.by, place, key, absent)) return kNoRow;
  auto group = std::lower_bound(grouping.groups.begin(), grouping.groups.end(), key,
                                [](const Group& entry, std::uint64_t wanted) { return entry.key < wanted; });
  for (; group != grouping.groups.end() && group->key == key; ++group) {
    if (same_key(*spec.by, place_of(spec, grouping.rows[group->begin]), place)) {
      return static_cast<std::uint32_t>(group - grouping.groups.begin());
    }
  }
  return kNoRow;
}

}  // namespace qiuhao::rules
