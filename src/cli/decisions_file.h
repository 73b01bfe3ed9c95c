// Where a command finds what people decided about findings.
#pragma once

#include <optional>
#include <string>

#include "audit/backtest/decisions.h"

namespace qiuhao::cli {

struct DecisionsFile {
  std::string file;  // "" when there is none
  std::optional<audit::Decisions> decisions;
  const audit::Decisions* get() const { return decisions ? &*decisions : nullptr; }
};

// The file named, or WORKSPACE/decisions.csv when it is there. Errors as Decisions::read.
Result<DecisionsFile> load_decisions(const Path& workspace, const std::string& named);

}  // namespace qiuhao::cli
