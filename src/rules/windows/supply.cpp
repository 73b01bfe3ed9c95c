// Cumulative supply by prefix sums.
#include "rules/windows/supply.h"

#include <algorithm>

namespace qiuhao::rules {

std::optional<std::int64_t> supply_units(const cel::Value& days) {
  Decimal value;
  if (days.kind == cel::Kind::integer) {
    value = Decimal::from_int(days.integer);
  } else if (days.kind == cel::Kind::decimal) {
    value = days.as_decimal();
  } else {
    return std::nullopt;
  }
  if (value > Decimal::from_int(kMaxSupplyDays) || value < Decimal::from_int(-kMaxSupplyDays)) return std::nullopt;
  std::int64_t units = value.units;
  for (int scale = value.scale; scale > 4; --scale) units /= 10;
  for (int scale = value.scale; scale < 4; ++scale) units *= 10;
  return units;
}

void carry_over(Timeline& timeline) {
  for (const Group& group : timeline.groups) {
    std::int64_t sum = 0;                                            // S
    std::int64_t latest = std::numeric_limits<std::int64_t>::min();  // max of d_j − S_(j−1)
    for (std::uint32_t place = group.begin; place < group.end; ++place) {
      const std::int64_t day = day_of(timeline.times[place]) * kUnitsOfDay;
      latest = std::max(latest, day - sum);
      sum += timeline.covered_to[place];
      timeline.covered_to[place] = sum + latest;
    }
  }
}

Supply supply_at(const Timeline& timeline, const TimeRun& run, const TimePlace& place) {
  const Position position = position_of(run, place);
  Supply supply;
  const std::int64_t day = day_of(place.time) * kUnitsOfDay;
  if (position.before > 0) {
    supply.on_hand_units = std::max<std::int64_t>(0, timeline.covered_to[run.begin + position.before - 1] - day);
  }
  if (position.upto > position.before) supply.until_units = timeline.covered_to[run.begin + position.before];
  return supply;
}

Day last_covered_day(std::int64_t until_units) {
  std::int64_t day = until_units / kUnitsOfDay;
  if (until_units % kUnitsOfDay < 0) --day;
  return static_cast<Day>(day - 1);
}

}  // namespace qiuhao::rules
