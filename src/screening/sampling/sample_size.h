// How many units to draw for a wanted precision.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"
#include "screening/sampling/allocation.h"

namespace qiuhao::screening {

// All sizes are the smallest whole n whose error times z(level) is at most the precision; with the finite population
// correction, n0 / (1 + n0/N) (Cochran 1977, 4.4 to 4.7). Never more than the frame. Normal quantiles, for before a
// sample there are no degrees of freedom. Errors: "bad_precision" unless it is above 0.

// For a mean within ± `precision` (for a total: precision of the total / units), from the expected deviation.
Result<std::uint64_t> size_for_mean(std::uint64_t units, double deviation, double precision, double level);

// For a share within ± `precision`, from the expected share (0 … 1).
Result<std::uint64_t> size_for_share(std::uint64_t units, double share, double precision, double level);

struct StratifiedSize {
  std::uint32_t sample = 0;
  std::vector<std::uint32_t> counts;
  long double precision = 0;  // of the total, that these counts reach
};

// For a total within ± `precision` with Neyman's allocation: n = (Σ N_h S_h)² / (D²/z² + Σ N_h S_h²) (Cochran 1977,
// 5.9), then more where rounding to whole units and `least` of each need it.
Result<StratifiedSize> size_for_strata(std::span<const AllocationStratum> strata, double precision, double level,
                                       std::uint32_t least);

}  // namespace qiuhao::screening
