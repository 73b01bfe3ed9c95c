// Pairs of items, the first of which includes the second: the same pair twice, and pairs that include each other.
#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "rules/library/point_check.h"

namespace qiuhao::rules {
void PointChecker::look_at_inclusions() {
  const std::vector<ItemPoint> entries = items_of_points(true);
  for (std::size_t begin = 0; begin < entries.size();) {
    std::size_t end = begin + 1;
    while (end < entries.size() && entries[end].item_hash == entries[begin].item_hash) ++end;
    if (end - begin > kMostNeighbours + 1) ++crowded_items_;
    for (std::size_t first = begin; first < end; ++first) {
      const std::size_t last = std::min(end, first + 1 + kMostNeighbours);
      for (std::size_t second = first + 1; second < last; ++second) {
        if (is_asked(entries[first].point, entries[second].point)) {
          look_at_two_inclusions(entries[first].point, entries[second].point);
        }
      }
    }
    begin = end;
  }
}

std::vector<Trial> PointChecker::trials_of_pair(PointIndex a, PointIndex b, Day day) const {
  std::vector<Trial> trials;
  for (const ThingClaim& one : pair_claims(std::string(point(a).items[0]), std::string(point(a).items[1]), day)) {
    trials.push_back(judged(one.thing, make_claim(one.wish, plan_.schema()), {a, b}));
  }
  const bool is_shown = std::ranges::any_of(trials, [&](const Trial& trial) { return blames(trial.found, a); });
  if (!is_shown) add_trials_of_tests(a, {a, b}, std::string(point(a).items[0]), day, trials);
  return trials;
}

void PointChecker::look_at_two_inclusions(PointIndex a, PointIndex b) {
  const knowledge::Point& first = point(a);
  const knowledge::Point& second = point(b);
  const Day from = std::max(first.effective_from, second.effective_from);
  const Day to = std::min(last_of(first), last_of(second));
  const bool is_turned = first.items[0] == second.items[1] && first.items[1] == second.items[0];
  if ((!is_turned && first.items != second.items) || first.items[0] == first.items[1]) return;
  if (from > to) {
    if (!is_turned && kinds_[a] == kinds_[b] && !contradictions_only_) {
      const bool a_first = last_of(first) < second.effective_from;
      look_at_gap(a_first ? a : b, a_first ? b : a, std::string(first.items[1]));
    }
    return;
  }
  const Day day = day_within(from, to);
  if (is_turned) {
    if (may_examine(FindingClass::contradiction)) try_circle(a, b, trials_of_pair(a, b, day));
    return;
  }
  if (contradictions_only_) return;
  const bool is_same = kinds_[a] == kinds_[b] && first.limits->per == second.limits->per;
  const bool a_within = first.effective_from >= second.effective_from && last_of(first) <= last_of(second);
  const bool b_within = second.effective_from >= first.effective_from && last_of(second) <= last_of(first);
  const bool is_swallowed = is_same && (a_within || b_within);
  if (!may_examine(is_swallowed ? FindingClass::swallowed : FindingClass::twice)) return;
  const std::string included(first.items[1]);
  const auto trials = trials_of_pair(a, b, day);
  if (!is_swallowed) {
    try_twice(a, b, included, trials);
  } else if (b_within) {
    try_swallowed(b, a, included, trials, true);
  } else {
    try_swallowed(a, b, included, trials, true);
  }
}

void PointChecker::try_circle(PointIndex a, PointIndex b, const std::vector<Trial>& trials) {
  for (const Trial& trial : trials) {
    if (!blames(trial.found, a) || !blames(trial.found, b)) continue;
    const auto& items = point(a).items;
    keep(finding(FindingClass::contradiction, {a, b}, std::string(items[0]),
                 {fmt::format("{} and {} include each other: of {} and {} billed together both are asked back",
                              described(a), described(b), items[0], items[1]),
                  fmt::format("{} 与 {} 互相包含：{} 与 {} 同时收费，两项都被追回", described(a), described(b),
                              items[0], items[1])}),
         {&trial}, {a, b});
    return;
  }
  ++report_.of(FindingClass::contradiction).unconfirmed;
}

}  // namespace qiuhao::rules
