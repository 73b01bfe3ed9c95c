// The functions that formulas of rules may use, for help in commands, editors and the console.
#pragma once

#include <vector>

#include "cel/cel.h"
#include "claims/schema.h"

namespace qiuhao::rules {

// All of them, macros too, by name.
std::vector<cel::FunctionDoc> formula_functions(const claims::Schema& schema);

}  // namespace qiuhao::rules
