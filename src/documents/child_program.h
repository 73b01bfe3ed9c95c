// Runs a program of the machine without a shell, with a deadline and without our files open.
#pragma once

#include <chrono>
#include <span>
#include <string>

#include "base/result.h"

namespace qiuhao::documents {

inline constexpr std::size_t kToldBytesMost = 2'000;  // of what a program says, from the end

struct ProgramEnd {
  int exit_code = 0;  // 128 + the signal that ended it
  bool was_late = false;
  std::string told;  // the end of what it wrote to either output
};

// `words[0]` is the program's path. It stands in a process group of its own, which is killed when the deadline has
// passed, and once the program has ended, so that nothing of it runs on. "cannot_run" when it cannot be started.
Result<ProgramEnd> run_program(std::span<const std::string> words, std::chrono::milliseconds deadline);

}  // namespace qiuhao::documents
