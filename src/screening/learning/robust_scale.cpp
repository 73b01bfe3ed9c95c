// Medians by selection.
#include "screening/learning/robust_scale.h"

#include <algorithm>
#include <cmath>

namespace qiuhao::screening {
namespace {

// Of an even number, the mean of the two in the middle. Reorders.
double median_of(std::vector<double>& numbers) {
  const auto middle = numbers.begin() + static_cast<std::ptrdiff_t>(numbers.size() / 2);
  std::nth_element(numbers.begin(), middle, numbers.end());
  if (numbers.size() % 2 == 1) return *middle;
  return (*middle + *std::max_element(numbers.begin(), middle)) / 2;
}

}  // namespace

std::optional<RobustScale> robust_scale_of(std::span<const double> numbers) {
  std::vector<double> sorted;
  std::ranges::copy_if(numbers, std::back_inserter(sorted), [](double number) { return !std::isnan(number); });
  if (sorted.empty()) return std::nullopt;
  RobustScale scale;
  scale.median = median_of(sorted);
  double sum = 0;
  for (double& number : sorted) {
    number = std::abs(number - scale.median);
    sum += number;
  }
  if (sum == 0) return std::nullopt;
  scale.unit = 1.4826 * median_of(sorted);
  if (scale.unit == 0) scale.unit = 1.2533 * sum / static_cast<double>(sorted.size());
  return scale;
}

}  // namespace qiuhao::screening
