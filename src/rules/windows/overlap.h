// Window `overlap`: for each interval, the earlier one of the same key that is still open when it begins; of several
// the one that ends last. An interval without an end is still open.
#pragma once

#include "rules/windows/timeline.h"

namespace qiuhao::rules {

// When an interval ends; a date ends with its day, and without an end it never does.
Seconds end_of_interval(const PersonRows& rows, const TimeField& to, claims::Entity of, RowIndex row);
// Fills Timeline::furthest from its ends.
void find_furthest(Timeline& timeline);
// The row still open when the subject's interval begins; kNoRow when none is. An interval that ends as the subject's
// begins is not open.
RowIndex open_before(const Timeline& timeline, const TimeRun& run, const TimePlace& place);

}  // namespace qiuhao::rules
