// The forms of one item (points of one kind and item name with different codes) and the ages that they are for: ages
// between two ranges that no form is for, and ranges that overlap.
#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <unordered_map>

#include "rules/library/point_check.h"

namespace qiuhao::rules {
namespace {

using knowledge::Point;

// Of years, months and days only the age is left: without it the limits must be the same.
bool speaks_of_ages_alone(const Allowed& allowed) {
  Allowed rest = allowed;
  rest.ages.reset();
  return allowed.ages && rest.is_nothing();
}

bool share_an_item(const Point& a, const Point& b) {
  return std::ranges::any_of(a.items,
                             [&](std::string_view item) { return std::ranges::find(b.items, item) != b.items.end(); });
}

}  // namespace

void PointChecker::look_at_families() {
  std::unordered_map<std::string, std::vector<PointIndex>> families;
  for (PointIndex index = 0; index < kinds_.size(); ++index) {
    const Point& wanted = point(index);
    const knowledge::Limits& limits = wanted.limits;
    const bool has_age = limits.age_min.has_value() || limits.age_max.has_value() || limits.child;
    if (!has_age || wanted.item_name.empty() || !is_usable(index)) continue;
    families[fmt::format("{}\n{}", kinds_[index], wanted.item_name)].push_back(index);
  }
  std::vector<const std::vector<PointIndex>*> in_order;
  for (const auto& [name, family] : families) {
    if (family.size() > 1 && family.size() <= kMostNeighbours) in_order.push_back(&family);
  }
  std::ranges::sort(in_order, {}, [](const auto* family) { return family->front(); });
  for (const auto* family : in_order) look_at_family(*family);
}

// All that are in force on one day, by the ages they admit.
void PointChecker::look_at_family(const std::vector<PointIndex>& family) {
  Day from = kNoDay;
  Day to = std::numeric_limits<Day>::max();
  for (const PointIndex index : family) {
    from = std::max(from, point(index).effective_from);
    if (point(index).effective_to != kNoDay) to = std::min(to, point(index).effective_to);
  }
  if (from > to) return;
  const Day day = day_within(from, to == std::numeric_limits<Day>::max() ? kNoDay : to);
  struct Form {
    PointIndex point;
    LifeDays ages;
  };
  std::vector<Form> forms;
  for (const PointIndex index : family) {
    const Allowed allowed = allowed_by(point(index).limits, kind_of(index), day);
    if (speaks_of_ages_alone(allowed)) forms.push_back({index, *allowed.ages});
  }
  std::ranges::sort(forms, {}, [](const Form& form) { return std::pair(form.ages.from, form.ages.to); });
  for (std::size_t i = 1; i < forms.size(); ++i) {
    // Ranges of one item are a contradiction or an overlap, which other parts find.
    const Form* widest = &forms[0];
    for (std::size_t earlier = 1; earlier < i; ++earlier) {
      if (forms[earlier].ages.to > widest->ages.to) widest = &forms[earlier];
    }
    if (share_an_item(point(widest->point), point(forms[i].point))) continue;
    if (!is_asked(widest->point, forms[i].point)) continue;
    const bool is_gap = forms[i].ages.from > widest->ages.to + 1;
    const bool is_overlap = forms[i].ages.from > widest->ages.from && forms[i].ages.from <= widest->ages.to &&
                            forms[i].ages.to > widest->ages.to;
    if (is_gap && may_examine(FindingClass::gap)) {
      try_age_gap(widest->point, forms[i].point, (widest->ages.to + forms[i].ages.from) / 2, day);
    } else if (is_overlap && may_examine(FindingClass::overlap)) {
      try_age_overlap(widest->point, forms[i].point, forms[i].ages.from, day);
    }
  }
}

Trial PointChecker::trial_of_age(PointIndex index, int life, Day day) const {
  ClaimWish wish;
  wish.day = day;
  wish.birth_date = day - life;
  wish.lines = {{std::string(point(index).items[0])}};
  return judged(Thing::age, make_claim(wish, plan_.schema()), {index});
}

void PointChecker::try_age_gap(PointIndex younger, PointIndex older, int life, Day day) {
  const Trial first = trial_of_age(younger, life, day);
  const Trial second = trial_of_age(older, life, day);
  if (!blames(first.found, younger) || !blames(second.found, older)) {
    ++report_.of(FindingClass::gap).unconfirmed;
    return;
  }
  keep(finding(FindingClass::gap, {younger, older}, std::string(point(younger).items[0]),
               {fmt::format("{} and {} leave a gap of ages: none of the forms of {} is for who was born on {}",
                            described(younger), described(older), point(younger).item_name, format_day(day - life)),
                fmt::format("{} 与 {} 之间年龄有空档：{} 出生的参保人用 {} 的任何一种都违规", described(younger),
                            described(older), format_day(day - life), point(younger).item_name)}),
       {&first, &second}, {younger, older});
}

void PointChecker::try_age_overlap(PointIndex younger, PointIndex older, int life, Day day) {
  const Trial first = trial_of_age(younger, life, day);
  const Trial second = trial_of_age(older, life, day);
  const Trial before = trial_of_age(older, life - 1, day);
  if (blames(first.found, younger) || blames(second.found, older) || !blames(before.found, older)) {
    ++report_.of(FindingClass::overlap).unconfirmed;
    return;
  }
  keep(finding(FindingClass::overlap, {younger, older}, std::string(point(younger).items[0]),
               {fmt::format("{} and {} overlap: both forms of {} are for who was born on {}", described(younger),
                            described(older), point(younger).item_name, format_day(day - life)),
                fmt::format("{} 与 {} 年龄重叠：{} 出生的参保人用 {} 的两种都可以", described(younger),
                            described(older), format_day(day - life), point(younger).item_name)}),
       {&first, &second}, {younger, older});
}

}  // namespace qiuhao::rules
