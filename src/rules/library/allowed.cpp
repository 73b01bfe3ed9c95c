// Limits as sets, held against each other.
#include "rules/library/allowed.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace qiuhao::rules {
namespace {

using knowledge::AgeUnit;
using knowledge::Limits;

// The day on which somebody was born who has lived `days` on the day.
int life_of_birthday(Day day, AgeUnit unit, int age) {
  switch (unit) {
    case AgeUnit::years: return day - add_months(day, -12 * age);
    case AgeUnit::months: return day - add_months(day, -age);
    case AgeUnit::days: return age;
  }
  return age;
}

std::optional<LifeDays> ages_of(const Limits& limits, Day day) {
  LifeDays life{0, kLongestLife};
  if (!limits.age_min && !limits.age_max && !limits.child) return std::nullopt;
  if (limits.age_min) life.from = life_of_birthday(day, limits.age_unit, *limits.age_min);
  if (limits.age_max) life.to = life_of_birthday(day, limits.age_unit, *limits.age_max + 1) - 1;
  if (limits.child && !limits.age_min && !limits.age_max) {
    life.to = life_of_birthday(day, AgeUnit::years, knowledge::kChildYears) - 1;
  }
  return life;
}

template <std::size_t N>
std::optional<unsigned> bits_of(const std::vector<std::string>& words, const std::string_view (&known)[N]) {
  if (words.empty()) return std::nullopt;
  unsigned bits = 0;
  for (std::size_t i = 0; i < N; ++i) {
    if (std::ranges::find(words, known[i]) != words.end()) bits |= 1U << i;
  }
  return bits;
}

Relation flipped(Relation relation) {
  if (relation == Relation::stricter) return Relation::looser;
  return relation == Relation::looser ? Relation::stricter : relation;
}

Relation compare_bits(unsigned a, unsigned b) {
  if (a == b) return Relation::equal;
  if ((a & b) == 0) return Relation::disjoint;
  if ((a & b) == a) return Relation::stricter;
  return (a & b) == b ? Relation::looser : Relation::crossing;
}

Relation compare_ages(LifeDays a, LifeDays b) {
  if (a == b) return Relation::equal;
  if (std::max(a.from, b.from) > std::min(a.to, b.to)) return Relation::disjoint;
  if (a.from >= b.from && a.to <= b.to) return Relation::stricter;
  return b.from >= a.from && b.to <= a.to ? Relation::looser : Relation::crossing;
}

Relation compare_sets(const IcdSet& a, const IcdSet& b) {
  if (a == b) return Relation::equal;
  if (!a.meets(b)) return Relation::disjoint;
  if (b.holds(a)) return Relation::stricter;
  return a.holds(b) ? Relation::looser : Relation::crossing;
}

// What is forbidden: more of it is stricter, and two lists leave all the rest to both.
Relation compare_forbidden(const IcdSet& a, const IcdSet& b) {
  const Relation sets = compare_sets(a, b);
  return sets == Relation::disjoint ? Relation::crossing : flipped(sets);
}

// One thing that only one of the two limits: the other allows more.
template <typename T, typename Compare>
void add(std::vector<Relation>& all, const std::optional<T>& a, const std::optional<T>& b, const Compare& compare) {
  if (a && b) all.push_back(compare(*a, *b));
  if (a && !b) all.push_back(Relation::stricter);
  if (!a && b) all.push_back(Relation::looser);
}

void add_numbers(std::vector<Relation>& all, const Allowed& a, const Allowed& b) {
  const auto find = [](const Allowed& in, const NumberLimit& wanted) {
    return std::ranges::find_if(in.numbers, [&](const NumberLimit& limit) { return limit.name == wanted.name; });
  };
  for (const NumberLimit& limit : a.numbers) {
    const auto other = find(b, limit);
    if (other == b.numbers.end()) {
      all.push_back(Relation::stricter);
    } else if (other->unit != limit.unit) {
      all.push_back(Relation::apart);
    } else if (const auto order = compare(limit.value, other->value); order == 0) {
      all.push_back(Relation::equal);
    } else {
      all.push_back((order < 0) != limit.higher_is_stricter ? Relation::stricter : Relation::looser);
    }
  }
  for (const NumberLimit& limit : b.numbers) {
    if (find(a, limit) == a.numbers.end()) all.push_back(Relation::looser);
  }
}

Relation joined(const std::vector<Relation>& all) {
  const auto has = [&](Relation relation) { return std::ranges::find(all, relation) != all.end(); };
  if (has(Relation::apart)) return Relation::apart;
  if (has(Relation::disjoint)) return Relation::disjoint;
  if (has(Relation::crossing) || (has(Relation::stricter) && has(Relation::looser))) return Relation::crossing;
  if (has(Relation::stricter)) return Relation::stricter;
  return has(Relation::looser) ? Relation::looser : Relation::equal;
}

// Lists of beginnings: a code is of a list when it begins with one of it.
bool hold_all(const std::vector<std::string>& wide, const std::vector<std::string>& narrow) {
  return std::ranges::all_of(narrow, [&](const std::string& code) {
    return std::ranges::any_of(wide, [&](const std::string& begin) { return code.starts_with(begin); });
  });
}

bool have_common(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  const auto begins_one = [](const std::vector<std::string>& wide, const std::string& code) {
    return std::ranges::any_of(wide, [&](const std::string& begin) { return code.starts_with(begin); });
  };
  return std::ranges::any_of(a, [&](const std::string& code) { return begins_one(b, code); }) ||
         std::ranges::any_of(b, [&](const std::string& code) { return begins_one(a, code); });
}

Relation compare_lists(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  const bool a_within = hold_all(b, a);
  const bool b_within = hold_all(a, b);
  if (a_within && b_within) return Relation::equal;
  if (a_within) return Relation::stricter;
  if (b_within) return Relation::looser;
  return have_common(a, b) ? Relation::crossing : Relation::disjoint;
}

bool is_within(const std::optional<IcdSet>& asked, const std::optional<IcdSet>& never) {
  return asked && never && never->holds(*asked);
}

}  // namespace

bool Allowed::is_nothing() const {
  return !sexes && !ages && !level_min && !modes && !insurance && !icd && !icd_never && !departments && !diseases &&
         numbers.empty() && others.empty();
}

Relation compare_allowed(const Allowed& a, const Allowed& b) {
  if (a.others != b.others) return Relation::apart;
  std::vector<Relation> all;
  add(all, a.sexes, b.sexes, compare_bits);
  add(all, a.ages, b.ages, compare_ages);
  add(all, a.level_min, b.level_min, [](int x, int y) {
    return x == y ? Relation::equal : x > y ? Relation::stricter : Relation::looser;
  });
  add(all, a.modes, b.modes, compare_bits);
  add(all, a.insurance, b.insurance, compare_bits);
  add(all, a.icd, b.icd, compare_sets);
  add(all, a.icd_never, b.icd_never, compare_forbidden);
  add(all, a.departments, b.departments, compare_lists);
  add(all, a.diseases, b.diseases, compare_lists);
  add_numbers(all, a, b);
  if (is_within(a.icd, b.icd_never) || is_within(b.icd, a.icd_never)) return Relation::disjoint;
  return joined(all);
}

bool excludes(const Allowed& a, const Allowed& b) {
  if (a.sexes && b.sexes && (*a.sexes & *b.sexes) == 0) return true;
  if (a.modes && b.modes && (*a.modes & *b.modes) == 0) return true;
  if (a.insurance && b.insurance && (*a.insurance & *b.insurance) == 0) return true;
  if (a.ages && b.ages && compare_ages(*a.ages, *b.ages) == Relation::disjoint) return true;
  if (a.icd && b.icd && !a.icd->meets(*b.icd)) return true;
  if (a.departments && b.departments && !have_common(*a.departments, *b.departments)) return true;
  if (a.diseases && b.diseases && !have_common(*a.diseases, *b.diseases)) return true;
  return is_within(a.icd, b.icd_never) || is_within(b.icd, a.icd_never);
}

namespace {

// What is equal or not to be compared: groups, companions, departments, and what is counted as a yes.
template <typename LooksAt>
std::string others_of(const Limits& limits, const LooksAt& looks_at) {
  std::string others;
  const auto add = [&](std::string_view name, const std::string& text) {
    if (looks_at(name) && !text.empty()) others += fmt::format("{}={};", name, text);
  };
  const bool has_unit = limits.max_count || limits.amount_max || limits.quantity_max;
  if (!has_unit) add("per", limits.per);
  add("operation_group", limits.operation_group);
  add("group", limits.group);
  add("bundle", limits.bundle);
  for (const auto& [name, list] : {std::pair("needs", &limits.needs), std::pair("operations", &limits.operations)}) {
    add(name, fmt::format("{}", fmt::join(*list, ",")));
  }
  for (const auto& [name, value] : {std::pair("percent", limits.percent), std::pair("min_count", limits.min_count),
                                    std::pair("within_days", limits.within_days), std::pair("grade", limits.grade),
                                    std::pair("level", limits.level)}) {
    if (value) add(name, fmt::to_string(*value));
  }
  for (const auto& [name, flag] : {std::pair("never", limits.never), std::pair("never_alone", limits.never_alone),
                                   std::pair("never_online", limits.never_online)}) {
    if (flag) add(name, "yes");
  }
  return others;
}

}  // namespace

Allowed allowed_by(const Limits& limits, const knowledge::Kind& kind, Day day) {
  const auto looks_at = [&](std::string_view field) {
    return std::ranges::find(kind.fields, field) != kind.fields.end();
  };
  Allowed allowed;
  if (looks_at("sex") && limits.sex) allowed.sexes = 1U << *limits.sex;
  if (looks_at("child") || looks_at("age_min") || looks_at("age_max")) allowed.ages = ages_of(limits, day);
  if (looks_at("level_min")) allowed.level_min = limits.level_min;
  if (looks_at("modes")) allowed.modes = bits_of(limits.modes, kModes);
  if (looks_at("insurance")) allowed.insurance = bits_of(limits.insurance, kInsurance);
  if (looks_at("icd") && !limits.icd.empty()) allowed.icd = IcdSet(limits.icd);
  if (looks_at("departments") && !limits.departments.empty()) allowed.departments = limits.departments;
  if (looks_at("diseases") && !limits.diseases.empty()) allowed.diseases = limits.diseases;
  if (looks_at("icd_never") && !limits.icd_never.empty()) allowed.icd_never = IcdSet(limits.icd_never);
  const auto number = [&](std::string_view name, std::optional<Decimal> value, std::string unit, bool higher) {
    if (looks_at(name) && value) allowed.numbers.push_back({name, std::move(unit), *value, higher});
  };
  const auto whole = [](std::optional<int> value) {
    return value ? std::optional(Decimal::from_int(*value)) : std::nullopt;
  };
  number("max_count", whole(limits.max_count), limits.per, false);
  number("max_days", whole(limits.max_days), "", false);
  number("min_gap_days", whole(limits.min_gap_days), "", true);
  number("price_max", limits.price_max, fmt::format("{}", limits.level.value_or(0)), false);
  number("amount_max", limits.amount_max, limits.per, false);
  number("quantity_max", limits.quantity_max, limits.per, false);
  number("hours_max", whole(limits.hours_max), "", false);
  allowed.others = others_of(limits, looks_at);
  return allowed;
}

}  // namespace qiuhao::rules
