// Counting events by their places.
#include "rules/windows/rate.h"

namespace qiuhao::rules {

bool is_nth_event(const TimeRun& run, const TimePlace& place, int n, int days) {
  const Position position = position_of(run, place);
  if (place.row != kNoRow && position.upto == position.before) return false;
  const std::size_t first = days_of(run, place.day - days + 1, place.day).begin;
  return position.upto >= first + static_cast<std::size_t>(n);
}

}  // namespace qiuhao::rules
