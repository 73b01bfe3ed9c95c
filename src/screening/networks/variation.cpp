// The coefficient of variation.
#include "screening/networks/variation.h"

namespace qiuhao::screening {
namespace {

constexpr double kHuge = 1e9;

}  // namespace

double variation(std::span<const double> numbers) {
  double sum = 0;
  for (const double number : numbers) sum += number;
  const double mean = sum / static_cast<double>(std::max<std::size_t>(numbers.size(), 1));
  double squares = 0;
  for (const double number : numbers) squares += (number - mean) * (number - mean);
  if (squares == 0) return 0;
  return mean > 0 ? std::sqrt(squares / static_cast<double>(numbers.size())) / mean : kHuge;
}

}  // namespace qiuhao::screening
