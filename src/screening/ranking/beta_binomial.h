// How far findings of a rule, or of a rule at a provider, can be trusted: learnt from what people decided on earlier
// ones, and no more certain than their number allows.
#pragma once

#include <cstddef>
#include <span>

namespace qiuhao::screening {

// Decisions of people on findings of one group.
struct Decisions {
  std::size_t confirmed = 0;
  std::size_t refused = 0;
  std::size_t all() const { return confirmed + refused; }
};

// A Beta distribution of the share of findings that hold; both above 0.
struct BetaPrior {
  double confirmed = 1;
  double refused = 1;
  double mean() const { return confirmed / (confirmed + refused); }
  double weight() const { return confirmed + refused; }  // so many decisions it counts for
};

// What is believed after the decisions.
struct LearntShare {
  double mean = 0;
  double low = 0;  // equal-tailed credible interval
  double high = 1;
};

inline constexpr double kShareLevel = 0.9;  // of the interval

// Beta prior, binomial decisions: the posterior is Beta(a + confirmed, b + refused) (Gelman et al., Bayesian Data
// Analysis, 2.4).
LearntShare learnt_share(const Decisions& decisions, const BetaPrior& prior);

// The prior that the groups themselves suggest, for groups with few decisions: Beta fitted to their shares by moments,
// each weighted by its decisions (J. C. Kleinman, Proportions with extraneous variance, JASA 68, 1973). With fewer than
// two groups that have decisions it is `fallback` moved by all decisions taken as one.
BetaPrior prior_of(std::span<const Decisions> groups, const BetaPrior& fallback);

}  // namespace qiuhao::screening
