// Window `history`: the rows of the same key on the days around the subject's, in order of time.
#pragma once

#include "rules/windows/timeline.h"

namespace qiuhao::rules {

// Rows from first_day to last_day, counted from the subject's day, both included; the subject's own row among them when
// 0 is. No copy: a run of the timeline.
std::span<const RowIndex> rows_of_days(const TimeRun& run, Day subject, int first_day, int last_day);

}  // namespace qiuhao::rules
