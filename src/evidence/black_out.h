// Blacking out: values and their salts are taken out of an evidence file, and what is left still verifies.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace qiuhao::evidence {

struct BlackedOut {
  std::string content;    // the new file
  std::int64_t made = 0;  // leaves that were blacked out now
  // Leaves that still show the whole text of one that was blacked out now: the other leaf, and the one whose text it
  // is.
  struct Trace {
    std::string seen_in;
    std::string text_of;
    bool operator==(const Trace&) const = default;
  };
  std::vector<Trace> traces;   // the first kTracesMost
  bool all_looked_for = true;  // false where there were more than kTextsLookedForMost texts
};

inline constexpr std::size_t kTracesMost = 100;
inline constexpr std::size_t kTextsLookedForMost = 1'000;
inline constexpr std::size_t kTraceBytesLeast = 4;  // shorter texts stand everywhere

// Each of `paths` is that of a leaf, or the beginning of some: "matter/personal" has "matter/personal/patient". Leaves
// that were blacked out before stay so. Errors: "evidence_is_not_whole" (with the verdict), "no_such_path".
Result<BlackedOut> black_out(std::string_view content, std::span<const std::string> paths);

}  // namespace qiuhao::evidence
