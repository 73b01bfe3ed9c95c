// What the parts of `qiuhao findings` share.
#pragma once

#include <string>

#include "base/result.h"

namespace qiuhao::cli {

struct FindingsOptions {
  std::string workspace;
  std::string run;  // "" for the latest
  Language language = Language::english;
};

// Findings of a run into the records, where people work on them.
Result<int> take_findings(const FindingsOptions& options);
// How many there are in each state.
Result<int> count_findings(const FindingsOptions& options);

}  // namespace qiuhao::cli
