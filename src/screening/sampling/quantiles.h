// Quantiles of the normal and of Student's t distribution for two-sided intervals.
#pragma once

#include <array>
#include <cstdint>

namespace qiuhao::screening {

inline constexpr std::array<double, 3> kAppraisalLevels = {0.80, 0.90, 0.95};  // as RAT-STATS prints
inline constexpr std::array<double, 4> kSizeLevels = {0.80, 0.90, 0.95, 0.99};

// The value that an absolute deviate stays below with probability `level`, in (0, 1).
double z_value(double level);
double t_value(double level, std::uint64_t degrees);  // degrees ≥ 1

}  // namespace qiuhao::screening
