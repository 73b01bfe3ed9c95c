// Wilson's formula.
#include "audit/backtest/precision.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"

namespace qiuhao::audit {

Interval wilson_interval(std::size_t hits, std::size_t all) {
  CHECK(hits <= all);
  if (all == 0) return {};
  constexpr double kZ = 1.959963984540054;  // of 95 %, two-sided
  const double n = static_cast<double>(all);
  const double share = static_cast<double>(hits) / n;
  const double z2 = kZ * kZ;
  const double middle = share + z2 / (2 * n);
  const double half = kZ * std::sqrt(share * (1 - share) / n + z2 / (4 * n * n));
  const double scale = 1 + z2 / n;
  // At the ends the formula gives 0 and 1 but for the last digits of a double.
  return {hits == 0 ? 0 : std::max(0.0, (middle - half) / scale),
          hits == all ? 1 : std::min(1.0, (middle + half) / scale)};
}

}  // namespace qiuhao::audit
