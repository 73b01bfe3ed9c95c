// Learnt shares against sums by brute force, and the prior against groups drawn from a known one.
#include "screening/ranking/beta_binomial.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

namespace qiuhao::screening {
namespace {

// Mean and quantiles of prior times likelihood, added up over a fine grid.
LearntShare by_sums(const Decisions& decisions, const BetaPrior& prior) {
  constexpr int kSteps = 400'000;
  std::vector<double> mass(kSteps);
  double all = 0, mean = 0;
  for (int step = 0; step < kSteps; ++step) {
    const double share = (step + 0.5) / kSteps;
    mass[static_cast<std::size_t>(step)] =
        std::exp((prior.confirmed + static_cast<double>(decisions.confirmed) - 1) * std::log(share) +
                 (prior.refused + static_cast<double>(decisions.refused) - 1) * std::log1p(-share));
    all += mass[static_cast<std::size_t>(step)];
    mean += mass[static_cast<std::size_t>(step)] * share;
  }
  LearntShare sums{mean / all, 0, 1};
  double before = 0;
  for (int step = 0; step < kSteps; ++step) {
    const double after = before + mass[static_cast<std::size_t>(step)] / all;
    const double share = (step + 1.0) / kSteps;
    if (before < 0.05 && after >= 0.05) sums.low = share;
    if (before < 0.95 && after >= 0.95) sums.high = share;
    before = after;
  }
  return sums;
}

TEST(BetaBinomial, IsWhatSummingPriorTimesLikelihoodGives) {
  for (const auto& [decisions, prior] : {std::pair<Decisions, BetaPrior>{{0, 0}, {1, 1}},
                                         {{3, 1}, {1, 1}},
                                         {{0, 25}, {2, 3}},
                                         {{180, 20}, {4.5, 0.7}},
                                         {{1, 0}, {9, 1}}}) {
    const LearntShare learnt = learnt_share(decisions, prior);
    const LearntShare sums = by_sums(decisions, prior);
    EXPECT_NEAR(learnt.mean, sums.mean, 1e-4);
    EXPECT_NEAR(learnt.low, sums.low, 1e-4);
    EXPECT_NEAR(learnt.high, sums.high, 1e-4);
  }
}

TEST(BetaBinomial, MoreDecisionsNarrowTheInterval) {
  const LearntShare few = learnt_share({4, 1}, {1, 1});
  const LearntShare many = learnt_share({400, 100}, {1, 1});
  EXPECT_GT(few.high - few.low, 5 * (many.high - many.low));
  EXPECT_NEAR(many.mean, 0.8, 0.01);
}

TEST(BetaBinomial, ThePriorIsThatOfTheGroups) {
  std::mt19937_64 random(7);
  for (const auto& [mean, weight] : {std::pair{0.7, 4.0}, {0.3, 20.0}, {0.5, 1.5}}) {
    std::gamma_distribution<double> held(mean * weight, 1), fell((1 - mean) * weight, 1);
    std::vector<Decisions> groups;
    for (int group = 0; group < 4'000; ++group) {
      const double a = held(random), b = fell(random);
      const auto n = static_cast<int>(1 + random() % 60);
      std::binomial_distribution<int> confirmed(n, a / (a + b));
      const int yes = confirmed(random);
      groups.push_back({static_cast<std::size_t>(yes), static_cast<std::size_t>(n - yes)});
    }
    const BetaPrior prior = prior_of(groups, {1, 1});
    EXPECT_NEAR(prior.mean(), mean, 0.02);
    EXPECT_NEAR(prior.weight() / weight, 1, 0.15);
  }
}

TEST(BetaBinomial, GroupsThatSayLittleLeaveTheFallback) {
  const BetaPrior none = prior_of({}, {3, 1});
  EXPECT_DOUBLE_EQ(none.confirmed, 3);
  EXPECT_DOUBLE_EQ(none.refused, 1);
  const std::vector<Decisions> one{{0, 0}, {4, 0}};
  EXPECT_DOUBLE_EQ(prior_of(one, {3, 1}).mean(), 7.0 / 8);
  EXPECT_DOUBLE_EQ(prior_of(one, {3, 1}).weight(), 4);
  const std::vector<Decisions> singles{{1, 0}, {0, 1}, {1, 0}, {1, 0}};
  EXPECT_DOUBLE_EQ(prior_of(singles, {3, 1}).weight(), 4);
  EXPECT_DOUBLE_EQ(prior_of(singles, {3, 1}).mean(), 0.75);
  // Groups that all agree, and groups that could not differ more, leave room for a decision to count.
  const std::vector<Decisions> agree{{10, 0}, {20, 0}, {7, 0}};
  EXPECT_LE(prior_of(agree, {1, 1}).weight(), 100);
  EXPECT_LT(prior_of(agree, {1, 1}).mean(), 1);
  const std::vector<Decisions> apart{{50, 0}, {0, 50}};
  EXPECT_GE(prior_of(apart, {1, 1}).weight(), 0.5);
}

}  // namespace
}  // namespace qiuhao::screening
