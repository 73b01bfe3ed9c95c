// The upper tail of the Poisson distribution, in logarithms. Rounding: of doubles alone; the relative error of the
// surprise is below 1e-9.
#include "screening/networks/surprise.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/check.h"

namespace qiuhao::screening {
namespace {

constexpr double kNegligible = 1e-17;

// ln P(X = count). std::lgamma writes a sign into a variable that all threads share.
double log_mass(double count, double mean) {
  int sign = 0;
  return count * std::log(mean) - mean - ::lgamma_r(count + 1, &sign);
}

}  // namespace

double poisson_surprise(std::uint32_t least, double mean) {
  CHECK(mean >= 0);
  if (least == 0) return 0;
  mean = std::max(mean, std::numeric_limits<double>::min());
  double log_tail = 0;
  if (least > mean) {  // terms fall from the first on
    double sum = 1;
    double term = 1;
    for (double count = least + 1.0; term > kNegligible * sum; ++count) {
      term *= mean / count;
      sum += term;
    }
    log_tail = log_mass(least, mean) + std::log(sum);
  } else {  // terms below fall downwards; the tail is what they leave
    double sum = 1;
    double term = 1;
    for (double count = least - 1.0; count > 0 && term > kNegligible * sum; --count) {
      term *= count / mean;
      sum += term;
    }
    const double below = std::exp(log_mass(least - 1.0, mean)) * sum;
    log_tail = below < 1 ? std::log1p(-below) : -std::numeric_limits<double>::infinity();
  }
  return std::clamp(-log_tail / std::log(10.0), 0.0, kMostSurprise);
}

}  // namespace qiuhao::screening
