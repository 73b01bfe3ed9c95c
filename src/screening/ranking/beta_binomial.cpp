// Beta quantiles by Boost.Math.
#include "screening/ranking/beta_binomial.h"

#include <algorithm>
#include <boost/math/distributions/beta.hpp>

#include "base/check.h"

namespace qiuhao::screening {
namespace {

// Groups that agree wholly would give a prior that no decision could move; those that disagree wholly one of none.
constexpr double kLeastWeight = 0.5;
constexpr double kMostWeight = 100;
constexpr double kEdge = 0.005;  // of the mean: nothing is sure

}  // namespace

LearntShare learnt_share(const Decisions& decisions, const BetaPrior& prior) {
  CHECK(prior.confirmed > 0 && prior.refused > 0);
  const boost::math::beta_distribution<double> posterior(prior.confirmed + static_cast<double>(decisions.confirmed),
                                                         prior.refused + static_cast<double>(decisions.refused));
  constexpr double kTail = (1 - kShareLevel) / 2;
  return {boost::math::mean(posterior), boost::math::quantile(posterior, kTail),
          boost::math::quantile(posterior, 1 - kTail)};
}

BetaPrior prior_of(std::span<const Decisions> groups, const BetaPrior& fallback) {
  double all = 0, confirmed = 0, squares = 0;
  std::size_t counted = 0;
  for (const Decisions& group : groups) {
    if (group.all() == 0) continue;
    ++counted;
    const auto n = static_cast<double>(group.all());
    all += n;
    confirmed += static_cast<double>(group.confirmed);
    squares += n * n;
  }
  if (counted < 2) {
    const double mean = (fallback.confirmed + confirmed) / (fallback.weight() + all);
    return {mean * fallback.weight(), (1 - mean) * fallback.weight()};
  }
  const double mean = std::clamp(confirmed / all, kEdge, 1 - kEdge);
  double between = 0;
  for (const Decisions& group : groups) {
    if (group.all() == 0) continue;
    const auto n = static_cast<double>(group.all());
    const double apart = static_cast<double>(group.confirmed) / n - mean;
    between += n * apart * apart;
  }
  // Of the sum of squares: what chance alone gives is mean (1 - mean) (k - 1), and spread between groups adds its share
  // of (all - squares / all).
  const double chance = mean * (1 - mean);
  const auto groups_less_one = static_cast<double>(counted - 1);
  const double room = all - squares / all - groups_less_one;
  // Of groups with one decision each nothing tells chance from spread.
  if (room <= 0) return {mean * fallback.weight(), (1 - mean) * fallback.weight()};
  const double spread = (between - chance * groups_less_one) / room;
  const double weight = spread <= 0 ? kMostWeight : std::clamp(chance / spread - 1, kLeastWeight, kMostWeight);
  return {mean * weight, (1 - mean) * weight};
}

}  // namespace qiuhao::screening
