// Which fields of the tape a plan reads.
#pragma once

#include <vector>

#include "claims/person_part.h"
#include "rules/plan.h"

namespace qiuhao::rules {

// What formulas, keys of windows and the engine read to judge, each once and in order; with messages also what their
// sentences name. Only by rules of these moments (bits of Moment).
inline constexpr unsigned kAllMoments = 7;
std::vector<claims::FieldPlace> touched_fields(const Plan& plan, bool with_messages, unsigned moments = kAllMoments);

// Those of them (with messages) that are read of other rows than the line, visit, diagnosis or operation that a subject
// stands on: by windows, lists, whole days and people, and by the engine. People and providers are not told apart.
std::vector<claims::FieldPlace> fields_of_other_rows(const Plan& plan, unsigned moments = kAllMoments);

// Those of them that formulas do not ask for by value: keys and times of windows, and the engine's.
std::vector<claims::FieldPlace> fields_of_engine(const Plan& plan, unsigned moments = kAllMoments);

// Whether what a rule says of a line hangs on no other line: it has no window, and no list of lines.
bool is_of_single_lines(const Rule& rule);

}  // namespace qiuhao::rules
