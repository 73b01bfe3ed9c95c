// amountIn, doseIn and timesADay: doses and frequencies of orders as numbers, for formulas of rules.
#pragma once

#include "cel/cel.h"

namespace qiuhao::rules {

// A text that cannot be read with certainty is an error, so the subject is undecided.
void add_dose_functions(cel::Environment& environment);

}  // namespace qiuhao::rules
