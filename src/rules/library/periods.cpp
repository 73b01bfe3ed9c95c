// Versions of points in time: days between two of them, and points that never find anything.
#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "rules/library/point_check.h"

namespace qiuhao::rules {
namespace {

using knowledge::Point;

constexpr Day kLastDay = std::numeric_limits<Day>::max();

}  // namespace

// A claim for an item that the point finds on a day; false when none is known.
bool PointChecker::is_found_on(PointIndex index, const std::string& item, Day day, ClaimWish& wish,
                               Trial& trial) const {
  if (is_pair(index)) {
    for (const ThingClaim& one :
         pair_claims(std::string(point(index).items[0]), std::string(point(index).items[1]), day)) {
      trial = judged(one.thing, make_claim(one.wish, plan_.schema()), {index});
      wish = one.wish;
      if (blames(trial.found, index)) return true;
    }
    return false;
  }
  const Allowed allowed = allowed_by(point(index).limits, kind_of(index), day);
  for (const ThingClaim& one : claims_for(allowed, allowed, item, day)) {
    trial = judged(one.thing, make_claim(one.wish, plan_.schema()), {index});
    wish = one.wish;
    if (blames(trial.found, index)) return true;
  }
  return false;
}

// Whether no point of the kind finds anything on the claim.
bool PointChecker::is_kind_silent(PointIndex index, const Trial& trial) const {
  return std::ranges::none_of(trial.found, [&](const Blame& blame) { return kinds_[blame.point] == kinds_[index]; });
}

void PointChecker::look_at_versions() {
  for (PointIndex index = 0; index < kinds_.size(); ++index) {
    if (point(index).supersedes.empty() || !is_usable(index)) continue;
    const Point* before = plan_.library().find_point(point(index).supersedes);
    if (before == nullptr) continue;
    const auto old_index = static_cast<PointIndex>(before - plan_.library().points().data());
    if (!is_usable(old_index) || kinds_[old_index] != kinds_[index]) continue;
    if (before->effective_to == kNoDay || point(index).effective_from == kNoDay) continue;
    // The first item that both name.
    for (const std::string_view item : before->items) {
      if (std::ranges::find(point(index).items, item) == point(index).items.end()) continue;
      const auto pair = std::minmax(old_index, index);
      const bool is_new = seen_.insert(std::uint64_t{pair.first} << 32 | pair.second).second;
      if (is_new) look_at_gap(old_index, index, std::string(item));
      break;
    }
  }
}

void PointChecker::look_at_gap(PointIndex before, PointIndex after, const std::string& item) {
  const Point& old_point = point(before);
  const Point& new_point = point(after);
  const Day days = new_point.effective_from - old_point.effective_to - 1;
  if (old_point.effective_to == kNoDay || days < 1 || days > 100 * 366) return;
  const bool is_successor = new_point.supersedes == old_point.id;
  // Without being a successor, a point takes up another only by saying the same of the same soon after.
  if (!is_successor &&
      (days > kLongestGapDays || *old_point.limits != *new_point.limits || old_point.items != new_point.items)) {
    return;
  }
  if (!may_examine(FindingClass::gap)) return;
  const Day between = old_point.effective_to + 1 + days / 2;
  ClaimWish wish;
  Trial last;
  if (!is_found_on(before, item, old_point.effective_to, wish, last)) {
    ++report_.of(FindingClass::gap).unconfirmed;
    return;
  }
  const Day moved = between - wish.day;
  wish.day = between;
  if (wish.birth_date != kNoDay) wish.birth_date += moved;
  const Trial unseen = judged(last.thing, make_claim(wish, plan_.schema()), {});
  if (!is_kind_silent(before, unseen)) {
    ++report_.of(FindingClass::gap).unconfirmed;
    return;
  }
  keep(finding(FindingClass::gap, {before, after}, item,
               {fmt::format("{} ends on {} and {} begins on {}: on the {} days between nothing is in force",
                            described(before), format_day(old_point.effective_to), described(after),
                            format_day(new_point.effective_from), days),
                fmt::format("{} 到 {} 为止，{} 自 {} 起，中间 {} 天无有效知识点", described(before),
                            format_day(old_point.effective_to), described(after), format_day(new_point.effective_from),
                            days)}),
       {&last, &unseen}, {before, after});
}

// The last day on which a rule of the point's kind is in force; kNoDay before all days when none is while the point is.
Day PointChecker::last_judged(PointIndex index) const {
  const Point& wanted = point(index);
  Day last = kNoDay;
  for (const RuleIndex number : rules_of(index)) {
    const Rule& rule = plan_.rules()[number];
    const Day rule_last = rule.effective_to == kNoDay ? kLastDay : rule.effective_to;
    const Day from = std::max(rule.effective_from, wanted.effective_from);
    const Day to = std::min(rule_last, last_of(wanted));
    if (from <= to) last = std::max(last, to);
  }
  return last;
}

void PointChecker::look_at_never() {
  std::size_t replaced = 0;
  std::size_t without_rule = 0;
  for (PointIndex index = 0; index < kinds_.size(); ++index) {
    const Point& wanted = point(index);
    if (involved_ && !involved_(index)) continue;
    if (wanted.is_read && rules_of(index).empty()) ++without_rule;
    const bool is_overtaken =
        wanted.effective_to != kNoDay && wanted.effective_to < wanted.effective_from && wanted.effective_from != kNoDay;
    if (wanted.effective_to == knowledge::kBeforeAllDays && wanted.effective_from == kNoDay) {
      ++replaced;
      continue;
    }
    if (is_overtaken) {
      report_.add(
          finding(FindingClass::never_true, {index}, std::string(wanted.items.empty() ? "" : wanted.items[0]),
                  {fmt::format("{} is never in force: it begins on {}, and {} supersedes it from before that day",
                               described(index), format_day(wanted.effective_from), wanted.superseded_by),
                   fmt::format("{} 从未生效：自 {} 起，而 {} 在此之前已取代它", described(index),
                               format_day(wanted.effective_from), wanted.superseded_by)}));
      continue;
    }
    if (is_usable(index)) look_at_point_alone(index);
  }
  if (replaced > 0) {
    report_.remarks.push_back(
        {fmt::format("{} points were never in force, because their successors say no beginning", replaced),
         fmt::format("{} 个知识点从未生效，因为取代它们的知识点没有写生效日期", replaced)});
  }
  if (without_rule > 0) {
    report_.remarks.push_back(
        {fmt::format("{} points are of kinds that no rule reads: nothing judges them", without_rule),
         fmt::format("{} 个知识点的类别没有规则，不参与判断", without_rule)});
  }
}

void PointChecker::look_at_point_alone(PointIndex index) {
  const Point& wanted = point(index);
  const std::string item(wanted.items[0]);
  if (last_judged(index) == kNoDay) {
    report_.add(
        finding(FindingClass::never_true, {index}, item,
                {fmt::format("{} judges nothing: no rule of its kind is in force while it is", described(index)),
                 fmt::format("{} 不起作用：它有效期间本类别没有有效的规则", described(index))}));
    return;
  }
  const Day day = day_within(wanted.effective_from, wanted.effective_to);
  const Allowed allowed = allowed_by(wanted.limits, kind_of(index), day);
  const bool admits_all = (allowed.ages && allowed.ages->from <= 0 && allowed.ages->to >= kLongestLife) ||
                          (allowed.modes && *allowed.modes == 0b1111U) ||
                          (allowed.level_min && *allowed.level_min <= 0) ||
                          (allowed.insurance && *allowed.insurance == 0b1111U);
  const bool admits_none = allowed.ages && (allowed.ages->from > allowed.ages->to || allowed.ages->to < 0);
  if ((!admits_all && !admits_none) || !may_examine(FindingClass::never_true)) return;
  std::vector<Trial> trials;
  std::size_t found = 0;
  for (const ThingClaim& one : claims_for(allowed, allowed, item, day)) {
    trials.push_back(judged(one.thing, make_claim(one.wish, plan_.schema()), {index}));
    found += blames(trials.back().found, index) ? 1U : 0U;
  }
  if (admits_none && found == trials.size()) {
    keep(
        finding(FindingClass::never_true, {index}, item,
                {fmt::format("{} can be met by nobody: its range is empty, and every claim is found", described(index)),
                 fmt::format("{} 无人能满足：范围为空，任何收费都违规", described(index))}),
        {&trials[0]}, {index});
  } else if (admits_all && found == 0) {
    keep(finding(FindingClass::never_true, {index}, item,
                 {fmt::format("{} finds nothing: it admits everybody", described(index)),
                  fmt::format("{} 不起作用：任何情形都符合", described(index))}),
         {&trials[0]}, {index});
  } else {
    ++report_.of(FindingClass::never_true).unconfirmed;
  }
}

}  // namespace qiuhao::rules
