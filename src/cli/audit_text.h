// What `qiuhao audit` shows on a terminal.
#pragma once

#include <string>

#include "audit/record.h"

namespace qiuhao::cli {

// By rule, totals, top providers, undecided, rate, files and the next command to try.
std::string text_of_audit(const audit::AuditResult& result, const audit::RunFacts& facts, const audit::Record& record,
                          const std::string& workspace);

}  // namespace qiuhao::cli
