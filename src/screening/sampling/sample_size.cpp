// The closed forms, and a look whether one unit fewer would have done.
#include "screening/sampling/sample_size.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/check.h"
#include "screening/sampling/quantiles.h"

namespace qiuhao::screening {
namespace {

Status check_precision(double precision) {
  if (precision > 0 && std::isfinite(precision)) return {};
  return input_error("bad_precision", Sentence{"the wanted precision must be above 0", "要求的精度必须大于 0"});
}

// The smallest n of 1 … units for which z √(variance/n · (1 - n/units)) ≤ precision.
std::uint64_t smallest_size(std::uint64_t units, long double variance, double precision, double level) {
  const long double z = z_value(level);
  const auto all = static_cast<long double>(units);
  const long double first = z * z * variance / (static_cast<long double>(precision) * precision);
  const auto is_enough = [&](std::uint64_t size) {
    return first * (1 - static_cast<long double>(size) / all) <= static_cast<long double>(size);
  };
  auto size = static_cast<std::uint64_t>(std::clamp(std::ceil(first / (1 + first / all)), 1.0L, all));
  while (size > 1 && is_enough(size - 1)) --size;
  while (size < units && !is_enough(size)) ++size;
  return size;
}

// What Neyman's allocation of so many reaches.
Result<StratifiedSize> size_of(std::span<const AllocationStratum> strata, std::uint64_t sample, long double z,
                               std::uint32_t least) {
  StratifiedSize size;
  size.sample = static_cast<std::uint32_t>(sample);
  ASSIGN(size.counts, allocate(strata, size.sample, Allocation::neyman, least));
  long double variance = 0;
  for (std::size_t index = 0; index < strata.size(); ++index) {
    const AllocationStratum& stratum = strata[index];
    const std::uint32_t count = size.counts[index];
    if (stratum.deviation <= 0) continue;
    if (count == 0) variance = std::numeric_limits<long double>::infinity();
    if (count > 0)
      variance += static_cast<long double>(stratum.units) * (stratum.units - count) * stratum.deviation *
                  stratum.deviation / count;
  }
  size.precision = z * std::sqrt(variance);
  return size;
}

}  // namespace

Result<std::uint64_t> size_for_mean(std::uint64_t units, double deviation, double precision, double level) {
  CHECK(units > 0 && deviation >= 0);
  TRY(check_precision(precision));
  return smallest_size(units, static_cast<long double>(deviation) * deviation, precision, level);
}

Result<std::uint64_t> size_for_share(std::uint64_t units, double share, double precision, double level) {
  CHECK(units > 0 && share >= 0 && share <= 1);
  TRY(check_precision(precision));
  // The variance of zeros and ones with N - 1, as that of amounts.
  const auto all = static_cast<long double>(units);
  const long double variance = static_cast<long double>(share) * (1 - share) * (units > 1 ? all / (all - 1) : 0);
  return smallest_size(units, variance, precision, level);
}

Result<StratifiedSize> size_for_strata(std::span<const AllocationStratum> strata, double precision, double level,
                                       std::uint32_t least) {
  TRY(check_precision(precision));
  const long double z = z_value(level);
  long double spread = 0, variance = 0;
  std::uint64_t units = 0, needed = 0;
  for (const AllocationStratum& stratum : strata) {
    spread += stratum.units * stratum.deviation;
    variance += stratum.units * stratum.deviation * stratum.deviation;
    units += stratum.units;
    needed += std::min(least, stratum.units);
  }
  const long double wanted = static_cast<long double>(precision) * precision / (z * z);
  const auto formula = static_cast<std::uint64_t>(std::ceil(spread * spread / (wanted + variance)));
  // Strata taken wholly and rounding ask for more than the formula; the reached precision falls as more are drawn.
  std::uint64_t low = std::clamp(formula, std::max<std::uint64_t>(needed, 1), units), high = units;
  while (low < high) {
    const std::uint64_t middle = low + (high - low) / 2;
    ASSIGN(const StratifiedSize tried, size_of(strata, middle, z, least));
    (tried.precision <= precision ? high : low) = tried.precision <= precision ? middle : middle + 1;
  }
  return size_of(strata, high, z, least);
}

}  // namespace qiuhao::screening
