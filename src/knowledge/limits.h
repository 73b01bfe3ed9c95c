// Limits: what the constraint reader found in the Chinese text of a knowledge point; absent means not stated.
// They are kept with a publication as one line of text, so that an earlier result repeats even if the reader changes.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/day.h"
#include "base/result.h"

namespace qiuhao::knowledge {

enum class AgeUnit { years, months, days };

inline constexpr int kChildYears = 18;  // 儿童 without numbers: under 18 full years

struct Limits {
  std::optional<int> sex;      // 1 male, 2 female
  std::optional<int> age_min;  // in full age_unit, inclusive
  std::optional<int> age_max;  // in full age_unit, inclusive: 12 years admits the day before the 13th birthday
  AgeUnit age_unit = AgeUnit::years;
  bool child = false;                  // 儿童 without numbers: see kChildYears
  std::optional<int> level_min;        // of the provider, 1..3
  std::vector<std::string> modes;      // visit kinds that may use it: inpatient, outpatient, emergency, pharmacy
  std::vector<std::string> insurance;  // work_injury, maternity
  std::optional<int> max_days;         // paid for at most so many days
  std::optional<int> min_gap_days;     // between two uses
  std::optional<int> max_count;        // at most so many in each `per`
  std::string per;                     // hour, day, week, visit, hours:N, days:N
  std::string operation_group;         // 胃肠手术组: operations through one cut
  bool never = false;                  // never paid
  bool never_alone = false;            // not paid alone, nor among only its like
  bool never_online = false;           // not in an internet hospital
  std::vector<std::string> icd;        // one of the diagnoses must be one of these: C34, E10-E14
  std::vector<std::string> icd_never;  // none of the diagnoses may be one of these
  bool has_more = false;               // diagnoses are not all that is asked for

  bool operator==(const Limits&) const = default;
};

// "sex=2", "age_min=3 age_max=12 age_unit=years", "max_count=1 per=days:14"; "" for none.
std::string format_limits(const Limits& limits);

// The reverse; refuses an unknown field or value with "bad_limits".
Result<Limits> parse_limits(std::string_view text);

// Whether a person born on `born` is outside the age limits on a day; false when no age is stated.
bool is_outside_age(const Limits& limits, Day born, Day on);

}  // namespace qiuhao::knowledge
