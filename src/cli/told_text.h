// A text that a command gives: to the terminal, or into a file that is named.
#pragma once

#include <string>

#include "base/result.h"

namespace qiuhao::cli {

// `out`: "" for the terminal; a file is put in place in one step, and said. The exit code is 0.
Result<int> tell_text(const std::string& text, const std::string& out);

}  // namespace qiuhao::cli
