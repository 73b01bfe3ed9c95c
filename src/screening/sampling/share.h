// How many units of the whole have what was found in some of a sample: a share with exact limits, as RAT-STATS'
// Unrestricted Attribute Appraisal.
#pragma once

#include <array>
#include <cstdint>

#include "base/result.h"
#include "screening/sampling/quantiles.h"

namespace qiuhao::screening {

inline constexpr std::uint64_t kMaxShareUnits = 1'000'000'000;

struct ShareLimits {
  double level = 0;
  std::uint64_t lower = 0;  // units of the whole
  std::uint64_t upper = 0;
};

struct ShareAppraisal {
  std::uint64_t units = 0;
  std::uint64_t sample = 0;
  std::uint64_t found = 0;
  double point = 0;        // units of the whole, N x/n
  double error_share = 0;  // √(p(1-p)/(n-1) · (N-n)/N)
  double error_units = 0;
  std::array<ShareLimits, kAppraisalLevels.size()> two_sided;
  std::array<ShareLimits, kAppraisalLevels.size()> one_sided;  // each limit by itself at the level
};

// Limits from the hypergeometric distribution: the upper is the largest K of which x or fewer are found with more than
// the tail's probability, the lower the smallest of which x or more are (Buonaccorsi 1987). Errors: "bad_counts" unless
// found ≤ sample ≤ units, sample > 1 and units ≤ kMaxShareUnits.
Result<ShareAppraisal> appraise_share(std::uint64_t units, std::uint64_t sample, std::uint64_t found);

}  // namespace qiuhao::screening
