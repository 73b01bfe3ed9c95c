// How many units of each stratum a sample takes.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"

namespace qiuhao::screening {

enum class Allocation : std::uint8_t { equal, proportional, neyman };

struct AllocationStratum {
  std::string name;
  std::uint32_t units = 0;
  long double deviation = 0;  // Neyman's needs it
};

// Counts that add up to `sample`, in the order of strata: shares (equal, ∝ N_h, ∝ N_h S_h: Neyman 1934; Cochran 1977,
// 5.5) are rounded by largest remainders, equal remainders to the earlier stratum. No stratum gets more than it has,
// and none fewer than `least` or all it has, for a variance needs two; what that takes or leaves the others share by
// the same rule. Errors: "sample_too_large", "sample_too_small" for `least` of each, "no_spread" when Neyman's has no
// deviation.
Result<std::vector<std::uint32_t>> allocate(std::span<const AllocationStratum> strata, std::uint32_t sample,
                                            Allocation allocation, std::uint32_t least);

}  // namespace qiuhao::screening
