// How much numbers differ from each other: the coefficient of variation, and that of many runs of a list.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

namespace qiuhao::screening {

// Standard deviation (of the whole, not a sample) over mean; 0 of equal numbers, huge when the mean is not above 0.
double variation(std::span<const double> numbers);

// Variations of runs of numbers in a few instructions, near enough to rule most of them out.
class RunningSums {
 public:
  explicit RunningSums(std::span<const double> numbers) : middle_(numbers.empty() ? 0 : numbers[numbers.size() / 2]) {
    for (const double number : numbers) {
      const double from_middle = number - middle_;
      sums_.push_back(sums_.back() + from_middle);
      squares_.push_back(squares_.back() + from_middle * from_middle);
    }
  }
  double variation_of(std::size_t first, std::size_t size) const {
    const auto count = static_cast<double>(size);
    const double mean = (sums_[first + size] - sums_[first]) / count;
    const double spread = std::max(0.0, (squares_[first + size] - squares_[first]) / count - mean * mean);
    return mean + middle_ > 0 ? std::sqrt(spread) / (mean + middle_) : 0;
  }

 private:
  double middle_;
  std::vector<double> sums_{0};
  std::vector<double> squares_{0};
};

}  // namespace qiuhao::screening
