// Rows of days by binary search.
#include "rules/windows/history.h"

namespace qiuhao::rules {

std::span<const RowIndex> rows_of_days(const TimeRun& run, Day subject, int first_day, int last_day) {
  const PlaceRange places = days_of(run, subject + first_day, subject + last_day);
  return run.rows.subspan(places.begin, places.end - places.begin);
}

}  // namespace qiuhao::rules
