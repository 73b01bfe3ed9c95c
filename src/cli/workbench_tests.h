// Tests of a rule that somebody sent, in a process of its own: what they cost ends with it.
#pragma once

#include <chrono>
#include <string>

#include "base/files.h"
#include "base/result.h"

namespace qiuhao::cli {

inline constexpr std::chrono::seconds kTestsDeadline{10};
inline constexpr int kTestsMegabytesMost = 2'048;

// What `program rules test --report` wrote (server::tests_json). "tests_too_slow" when the deadline passed;
// "tests_broke_off" when it ended without a report, for want of memory or by a mistake of ours.
Result<std::string> run_tests_apart(const std::string& program, const Path& workspace, const std::string& text,
                                    std::chrono::milliseconds deadline = kTestsDeadline);

}  // namespace qiuhao::cli
