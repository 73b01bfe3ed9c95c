// Where a finding stands on the tape: its person, visit, line, provider and day, by the grain of its rule.
#pragma once

#include <span>

#include "audit/audit.h"

namespace qiuhao::audit {

// Rows of the part; kNoRow and kNoDay for what a grain has not.
struct Standing {
  RowIndex person = kNoRow;
  RowIndex visit = kNoRow;  // of a line, a visit, a pair's right line, a diagnosis, an operation
  RowIndex line = kNoRow;   // of a line, a pair's right line
  RowIndex diagnosis = kNoRow;
  RowIndex operation = kNoRow;
  RowIndex provider = kNoRow;  // of the visit; of a day or a person that of the first line blamed
  Day day = kNoDay;            // of the line, the visit's start, the person's day; the person's last line's
};

// `lines` are those blamed; not for grain provider_period, which stands on no part.
Standing standing_of(const claims::Part& part, const rules::Plan& plan, rules::Grain grain, RowIndex row,
                     std::span<const RowIndex> lines);

}  // namespace qiuhao::audit
