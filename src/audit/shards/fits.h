// Whether what a partial result says can be of a tape and a plan, before it is believed.
#pragma once

#include "audit/shards/partial.h"

namespace qiuhao::audit {

// Every number of a row, rule, point, reason or line is one that there is; else "damaged_partial".
Status check_fits(const Partial& partial, const claims::Tape& tape, const rules::Plan& plan);

}  // namespace qiuhao::audit
