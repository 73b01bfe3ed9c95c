// Secrets from a person: asked for without echo on a terminal, else a line of standard input; never an argument, which
// other users of the machine could read.
#pragma once

#include <string>

#include "base/result.h"

namespace qiuhao::cli {

// Without its line feed. "no_input" when standard input has ended.
Result<std::string> ask_secret(const std::string& question);

}  // namespace qiuhao::cli
