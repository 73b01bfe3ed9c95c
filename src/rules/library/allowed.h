// What a knowledge point allows, thing by thing, and how two points stand to each other. Only what is told here is ever
// looked at by a claim; the engine decides whether it is so.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/decimal.h"
#include "knowledge/knowledge.h"
#include "rules/library/icd_set.h"

namespace qiuhao::rules {

// Days of life on a day, both ends inclusive.
struct LifeDays {
  int from = 0;
  int to = 0;
  bool operator==(const LifeDays&) const = default;
};
inline constexpr int kLongestLife = 45'000;  // days

// A limit that is a number, where one side is the stricter.
struct NumberLimit {
  std::string_view name;  // "max_count"
  std::string unit;       // numbers of one unit compare: "day" of max_count
  Decimal value;
  bool higher_is_stricter = false;
};

struct Allowed {
  std::optional<unsigned> sexes;  // bits of 1 << sex
  std::optional<LifeDays> ages;   // on the day asked for
  std::optional<int> level_min;
  std::optional<unsigned> modes;      // bits, as kModes
  std::optional<unsigned> insurance;  // bits, as kInsurance
  std::optional<IcdSet> icd;          // one of the diagnoses is of these
  std::optional<IcdSet> icd_never;    // none is of these
  // Beginnings of codes of departments; codes of special diseases.
  std::optional<std::vector<std::string>> departments;
  std::optional<std::vector<std::string>> diseases;
  std::vector<NumberLimit> numbers;
  std::string others;  // limits that are equal or not to be compared

  bool is_nothing() const;
};
inline constexpr std::string_view kModes[] = {"inpatient", "outpatient", "emergency", "pharmacy"};
inline constexpr std::string_view kInsurance[] = {"employee", "resident", "maternity", "work_injury"};

// Of the limits that a rule of the kind looks at; ages as of a day.
Allowed allowed_by(const knowledge::Limits& limits, const knowledge::Kind& kind, Day day);

enum class Relation {
  apart,  // they speak of different things, or cannot be compared
  equal,
  stricter,  // the first allows less
  looser,    // the first allows more
  crossing,  // each allows something that the other does not, and something is allowed by both
  disjoint,  // nothing is allowed by both
};

// Over all that either says.
Relation compare_allowed(const Allowed& a, const Allowed& b);
// Whether some one thing (sex, age, …) of which both speak leaves nothing to both.
bool excludes(const Allowed& a, const Allowed& b);

}  // namespace qiuhao::rules
