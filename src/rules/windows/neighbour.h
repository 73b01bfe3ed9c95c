// Windows `previous` and `next`: the row of the same key directly before or after the subject. Rows of equal time stand
// in the order of the tape (by time, then id), so the previous of the second of two is the first.
#pragma once

#include "rules/windows/timeline.h"

namespace qiuhao::rules {

RowIndex previous_of(const TimeRun& run, const TimePlace& place);  // kNoRow when there is none
RowIndex next_of(const TimeRun& run, const TimePlace& place);

}  // namespace qiuhao::rules
