// Tails by the incomplete beta and gamma functions; limits by stepping to the quantile.
#include "screening/peers/funnel.h"

#include <algorithm>
#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/poisson.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <numeric>

#include "base/check.h"

namespace qiuhao::screening {
namespace {

constexpr double kLeastTail = 1e-300;

namespace math = boost::math;

// Where the chance of at most r events passes `tail`, between whole numbers: r is the first at which it does, and the
// limit lies below it by what the chance is too much.
template <typename Distribution>
double low_crossing(const Distribution& counts, double tail) {
  double first = std::max(0.0, std::floor(math::quantile(counts, tail)));
  while (first > 0 && math::cdf(counts, first - 1) >= tail) --first;
  while (math::cdf(counts, first) < tail) ++first;
  const double reached = math::cdf(counts, first);
  const double before = first > 0 ? math::cdf(counts, first - 1) : 0;
  return std::max(0.0, first - (reached - tail) / (reached - before));
}

// The same of the chance of more than r events, which is told exactly where it is next to nothing.
template <typename Distribution>
double high_crossing(const Distribution& counts, double tail) {
  const auto more_than = [&](double events) { return events < 0 ? 1.0 : math::cdf(math::complement(counts, events)); };
  double first = std::max(0.0, std::floor(math::quantile(math::complement(counts, tail))));
  while (first > 0 && more_than(first - 1) <= tail) --first;
  while (more_than(first) > tail) ++first;
  return std::max(0.0, first - (tail - more_than(first)) / (more_than(first - 1) - more_than(first)));
}

template <typename Distribution>
FunnelLimits limits(const Distribution& counts, double cases, double tail) {
  return {low_crossing(counts, tail) / cases, high_crossing(counts, tail) / cases};
}

// The mean square of a standard normal z of which a share at either end was moved in.
double winsorised_square(double share) {
  if (share <= 0) return 1;
  const math::normal normal;
  const double cut = math::quantile(math::complement(normal, share));
  return 2 * share * cut * cut + 1 - 2 * share - 2 * cut * math::pdf(normal, cut);
}

}  // namespace

double binomial_tail(std::int64_t events, std::int64_t cases, double target) {
  CHECK(events >= 0 && events <= cases && target > 0 && target < 1);
  if (events == 0) return 1;
  const math::binomial counts(static_cast<double>(cases), target);
  return math::cdf(math::complement(counts, static_cast<double>(events - 1)));
}

double poisson_tail(std::int64_t events, double expected) {
  CHECK(events >= 0 && expected > 0);
  if (events == 0) return 1;
  return math::cdf(math::complement(math::poisson(expected), static_cast<double>(events - 1)));
}

FunnelLimits binomial_limits(std::int64_t cases, double target, double tail) {
  CHECK(cases > 0 && target > 0 && target < 1 && tail > 0 && tail < 0.5);
  return limits(math::binomial(static_cast<double>(cases), target), static_cast<double>(cases), tail);
}

FunnelLimits poisson_limits(double exposure, double target, double tail) {
  CHECK(exposure > 0 && target > 0 && tail > 0 && tail < 0.5);
  return limits(math::poisson(exposure * target), exposure, tail);
}

double z_of_tail(double tail) {
  return math::quantile(math::complement(math::normal(), std::clamp(tail, kLeastTail, 1 - 1e-16)));
}

double tail_of_z(double z) { return std::max(kLeastTail, math::cdf(math::complement(math::normal(), z))); }

double t_of_tail(double tail, double degrees) {
  return math::quantile(math::complement(math::students_t(degrees), tail));
}

double tail_of_t(double t, double degrees) { return math::cdf(math::complement(math::students_t(degrees), t)); }

double over_dispersion(std::span<const double> z, double winsor_share) {
  if (z.empty()) return 1;
  std::vector<double> sorted(z.begin(), z.end());
  std::ranges::sort(sorted);
  const auto moved = static_cast<std::size_t>(winsor_share * static_cast<double>(sorted.size()));
  CHECK(2 * moved < sorted.size());
  const double low = sorted[moved], high = sorted[sorted.size() - 1 - moved];
  double squares = 0;
  for (const double one : sorted) squares += std::pow(std::clamp(one, low, high), 2);
  return std::max(1.0, squares / static_cast<double>(sorted.size()) / winsorised_square(winsor_share));
}

std::vector<double> false_discovery_shares(std::span<const double> chances) {
  std::vector<std::size_t> order(chances.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, [&](std::size_t at) { return chances[at]; });
  std::vector<double> shares(chances.size());
  double least = 1;
  for (std::size_t place = order.size(); place > 0; --place) {
    least = std::min(least, chances[order[place - 1]] * static_cast<double>(order.size()) / static_cast<double>(place));
    shares[order[place - 1]] = least;
  }
  return shares;
}

}  // namespace qiuhao::screening
