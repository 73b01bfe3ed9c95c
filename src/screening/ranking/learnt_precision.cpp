// Priors of rules from rules of their certainty, priors of providers from providers of their rule.
#include "screening/ranking/learnt_precision.h"

namespace qiuhao::screening {
namespace {

// A provider without decisions of its own is believed as if its rule's mean stood on so many.
constexpr double kProviderWeight = 8;

}  // namespace

LearntPrecision::LearntPrecision(const std::vector<rules::Rule>& rules, const PrecisionPriors& priors)
    : rules_(rules.size()), priors_(priors) {
  for (std::size_t rule = 0; rule < rules.size(); ++rule) rules_[rule].is_sure = rules[rule].certainty == "明确违规";
  learn();
}

void LearntPrecision::add(rules::RuleIndex rule, const std::string& provider, bool is_confirmed) {
  for (Decisions* decisions : {&rules_[rule].decisions, &rules_[rule].providers[provider]}) {
    ++(is_confirmed ? decisions->confirmed : decisions->refused);
  }
}

void LearntPrecision::learn() {
  for (const bool is_sure : {true, false}) {
    std::vector<Decisions> alike;
    for (const OfRule& rule : rules_) {
      if (rule.is_sure == is_sure) alike.push_back(rule.decisions);
    }
    const BetaPrior prior = prior_of(alike, is_sure ? priors_.sure : priors_.suspect);
    for (OfRule& rule : rules_) {
      if (rule.is_sure != is_sure) continue;
      rule.learnt = learnt_share(rule.decisions, prior);
      std::vector<Decisions> providers;
      for (const auto& [code, decisions] : rule.providers) providers.push_back(decisions);
      const double mean = rule.learnt.mean;
      const double weight = prior_of(providers, {mean * kProviderWeight, (1 - mean) * kProviderWeight}).weight();
      rule.of_providers = {mean * weight, (1 - mean) * weight};
    }
  }
}

LearntShare LearntPrecision::of(rules::RuleIndex rule, const std::string& provider) const {
  const auto known = rules_[rule].providers.find(provider);
  // Nothing is known of the provider: what is believed of the rule, not the wider belief about any one provider.
  if (known == rules_[rule].providers.end()) return rules_[rule].learnt;
  return learnt_share(known->second, rules_[rule].of_providers);
}

}  // namespace qiuhao::screening
