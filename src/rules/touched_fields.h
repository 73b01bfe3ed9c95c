// Which fields of the tape a plan reads.
#pragma once

#include <vector>

#include "claims/person_part.h"
#include "rules/plan.h"

namespace qiuhao::rules {

// What formulas, keys of windows and the engine read to judge, each once and in order; with messages also what their
// sentences name.
std::vector<claims::FieldPlace> touched_fields(const Plan& plan, bool with_messages);

}  // namespace qiuhao::rules
