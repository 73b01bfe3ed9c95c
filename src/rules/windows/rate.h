// Window `rate`: whether the subject is at least the n-th event of its key inside so many days, itself counted.
#pragma once

#include "rules/windows/timeline.h"

namespace qiuhao::rules {

// Events are the rows up to the subject, in order of time, on its day and the days - 1 before it. A subject that has a
// row of the kind which is no event (the window's where leaves it out) is at no rate.
bool is_nth_event(const TimeRun& run, const TimePlace& place, int n, int days);

}  // namespace qiuhao::rules
