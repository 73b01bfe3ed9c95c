// Window `supply`: how many days of a drug are on hand before a fill, and until when they last after it, when what is
// left over is used up before the new fill is begun (cumulative medication duration).
//
// The i-th fill lasts until S_i + max over j ≤ i of (d_j − S_(j−1)): d_j is the day of a fill, S the sum of the days
// supplied so far. That is max(end of the one before, d_i) plus its own days, without recursion.
#pragma once

#include "rules/windows/timeline.h"

namespace qiuhao::rules {

inline constexpr std::int64_t kUnitsOfDay = 10'000;      // supplies keep four places
inline constexpr std::int64_t kMaxSupplyDays = 100'000;  // of one fill, either way

// Days supplied by a fill, in units, cut to four places; nullopt when the value is no number of days. Negative for what
// was given back.
std::optional<std::int64_t> supply_units(const cel::Value& days);
// Turns Timeline::covered_to from what each fill supplies into until when all fills so far last.
void carry_over(Timeline& timeline);

struct Supply {
  std::int64_t on_hand_units = 0;           // before the subject's fill, never negative
  std::optional<std::int64_t> until_units;  // after it, in units since 1970; nullopt when the subject is no fill
};
Supply supply_at(const Timeline& timeline, const TimeRun& run, const TimePlace& place);

// The last day that a supply covers wholly.
Day last_covered_day(std::int64_t until_units);

}  // namespace qiuhao::rules
