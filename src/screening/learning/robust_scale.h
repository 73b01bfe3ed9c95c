// Columns on one scale that a few extreme rows do not move: distances from the median in units of the spread of the
// middle half.
#pragma once

#include <optional>
#include <span>
#include <vector>

namespace qiuhao::screening {

struct RobustScale {
  double median = 0;
  double unit = 1;  // 1.4826 × the median absolute deviation: the standard deviation, were the column normal

  double of(double number) const { return (number - median) / unit; }  // robust z; NaN stays
};

// NaNs are left out. Where more than half the rows are the same, the mean absolute deviation × 1.2533 is the unit
// (B. Iglewicz, D. C. Hoaglin, How to detect and handle outliers, 1993); nullopt where all rows are.
std::optional<RobustScale> robust_scale_of(std::span<const double> numbers);

}  // namespace qiuhao::screening
