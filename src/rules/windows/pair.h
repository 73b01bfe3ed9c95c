// Window `pair`: of the rows that share the key, those of the main (first) item of the subject's point.
#pragma once

#include <span>
#include <vector>

#include "rules/plan.h"

namespace qiuhao::rules {

void rows_of_first(const PartPlan& plan, PointIndex point, std::span<const RowIndex> rows,
                   std::vector<RowIndex>& of_first);

// The first term of a window's key that asks for what the point does not say; null when there is none.
const KeyTerm* unsaid_term(const Plan& plan, const Window& window, PointIndex point);

}  // namespace qiuhao::rules
