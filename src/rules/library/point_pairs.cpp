// Points that share an item: found by sorting codes, so that cost grows with the library and not with its square.
#include <fmt/format.h>

#include <algorithm>

#include "base/hash.h"
#include "rules/library/point_check.h"

namespace qiuhao::rules {
namespace {

using knowledge::Point;

bool is_within(const Point& inner, const Point& outer) {
  return inner.effective_from >= outer.effective_from && last_of(inner) <= last_of(outer);
}

std::vector<std::string_view> sorted_items(const Point& point) {
  std::vector<std::string_view> items(point.items.begin(), point.items.end());
  std::ranges::sort(items);
  return items;
}

bool holds_items(const Point& outer, const Point& inner) {
  if (outer.items == inner.items) return true;
  return inner.items.size() <= outer.items.size() && std::ranges::includes(sorted_items(outer), sorted_items(inner));
}

}  // namespace

std::vector<PointChecker::ItemPoint> PointChecker::items_of_points(bool of_pairs) const {
  std::vector<ItemPoint> entries;
  for (PointIndex index = 0; index < kinds_.size(); ++index) {
    if (!is_usable(index) || is_pair(index) != of_pairs) continue;
    const auto& items = point(index).items;
    if (of_pairs) {
      // The pair as one, whichever item is the main one.
      const std::string_view main = items[0];
      const std::string_view included = items[1];
      const auto [low, high] = std::minmax(main, included);
      entries.push_back({hash64(fmt::format("{}\n{}", low, high)), index, items[0]});
      continue;
    }
    for (const std::string_view item : items) entries.push_back({hash64(item), index, item});
  }
  std::ranges::sort(entries, [](const ItemPoint& a, const ItemPoint& b) {
    return std::tie(a.item_hash, a.point) < std::tie(b.item_hash, b.point);
  });
  return entries;
}

void PointChecker::look_at_shared_items() {
  const std::vector<ItemPoint> entries = items_of_points(false);
  for (std::size_t begin = 0; begin < entries.size();) {
    std::size_t end = begin + 1;
    while (end < entries.size() && entries[end].item_hash == entries[begin].item_hash) ++end;
    if (end - begin > 1) look_at_run(entries, begin, end);
    begin = end;
  }
}

void PointChecker::look_at_run(const std::vector<ItemPoint>& entries, std::size_t begin, std::size_t end) {
  if (end - begin > kMostNeighbours + 1) ++crowded_items_;
  for (std::size_t first = begin; first < end; ++first) {
    const std::size_t last = std::min(end, first + 1 + kMostNeighbours);
    for (std::size_t second = first + 1; second < last; ++second) {
      const PointIndex a = entries[first].point;
      const PointIndex b = entries[second].point;
      if (a == b || !is_asked(a, b)) continue;
      if (kinds_[a] != kinds_[b] && !shares_field_[kinds_[a]][kinds_[b]]) continue;
      if (entries[first].item != entries[second].item) continue;
      if (!seen_.insert(std::uint64_t{a} << 32 | b).second) continue;
      look_at_two(a, b, std::string(entries[first].item));
    }
  }
}

void PointChecker::look_at_two(PointIndex a, PointIndex b, const std::string& item) {
  const Day from = std::max(point(a).effective_from, point(b).effective_from);
  const Day to = std::min(last_of(point(a)), last_of(point(b)));
  const bool is_same_kind = kinds_[a] == kinds_[b];
  if (from > to) {
    if (is_same_kind && !contradictions_only_) {
      const bool a_first = last_of(point(a)) < point(b).effective_from;
      look_at_gap(a_first ? a : b, a_first ? b : a, item);
    }
    return;
  }
  const Day day = day_within(from, to);
  is_same_kind ? look_at_same_kind(a, b, item, day) : look_at_two_kinds(a, b, item, day);
}

void PointChecker::look_at_same_kind(PointIndex a, PointIndex b, const std::string& item, Day day) {
  const Allowed first = allowed_by(point(a).limits, kind_of(a), day);
  const Allowed second = allowed_by(point(b).limits, kind_of(b), day);
  if (first.is_nothing() && second.is_nothing() && *point(a).limits != *point(b).limits) return;
  const Relation relation = compare_allowed(first, second);
  if (relation == Relation::apart) return;
  if (relation == Relation::disjoint || excludes(first, second)) {
    if (may_examine(FindingClass::contradiction)) try_contradiction(a, b, item, trials_of(a, b, item, day));
    return;
  }
  if (contradictions_only_) return;
  const bool b_swallows = (relation == Relation::equal || relation == Relation::looser) &&
                          holds_items(point(b), point(a)) && is_within(point(a), point(b));
  const bool a_swallows = (relation == Relation::equal || relation == Relation::stricter) &&
                          holds_items(point(a), point(b)) && is_within(point(b), point(a));
  if (a_swallows || b_swallows) {
    if (!may_examine(FindingClass::swallowed)) return;
    const auto trials = trials_of(a, b, item, day);
    // Of two that are the same, the later one is in the way.
    a_swallows ? try_swallowed(b, a, item, trials, relation == Relation::equal)
               : try_swallowed(a, b, item, trials, relation == Relation::equal);
    return;
  }
  const bool is_equal = relation == Relation::equal;
  if (!may_examine(is_equal ? FindingClass::twice : FindingClass::overlap)) return;
  const auto trials = trials_of(a, b, item, day);
  is_equal ? try_twice(a, b, item, trials) : try_overlap(a, b, item, trials);
}

void PointChecker::look_at_two_kinds(PointIndex a, PointIndex b, const std::string& item, Day day) {
  const Allowed first = allowed_by(point(a).limits, kind_of(a), day);
  const Allowed second = allowed_by(point(b).limits, kind_of(b), day);
  if (excludes(first, second)) {
    if (may_examine(FindingClass::contradiction)) try_contradiction(a, b, item, trials_of(a, b, item, day));
    return;
  }
  if (contradictions_only_ || first.is_nothing() || compare_allowed(first, second) != Relation::equal) return;
  if (may_examine(FindingClass::twice)) try_twice(a, b, item, trials_of(a, b, item, day));
}

}  // namespace qiuhao::rules
