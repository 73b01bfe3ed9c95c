// The functions that formulas of rules have beside CEL's own: icdIn, listed, share, and those of doses.
#pragma once

#include "cel/cel.h"

namespace qiuhao::rules {

void add_rule_functions(cel::Environment& environment);

}  // namespace qiuhao::rules
