// The rows of an explanation (what windows held, the lines blamed) and the money they gave.
#pragma once

#include <string>

#include "cli/explain_text.h"

namespace qiuhao::cli {

// Tables of lines, visits and other rows; → is the subject, * a line that is blamed.
std::string rows_text(const ExplainedSubject& explained);
std::string row_json(const ExplainedSubject& explained, const audit::ExplainedRow& row);

// The amount, its cap, what each finding took, and the lines it came from; "" unless the subject is hit.
std::string money_text(const ExplainedSubject& explained);

}  // namespace qiuhao::cli
