// What share of the findings of each rule, and of each rule at each provider, people are expected to confirm.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "rules/rule.h"
#include "screening/ranking/beta_binomial.h"

namespace qiuhao::screening {

// What is believed before anybody decided anything.
struct PrecisionPriors {
  BetaPrior sure{9, 1};     // of rules marked 明确违规
  BetaPrior suspect{1, 1};  // of the others
};

// Two steps: rules of one certainty are a group of groups, and so are the providers of one rule. A rule with few
// decisions is believed to be like the others of its certainty, a provider like the rule.
class LearntPrecision {
 public:
  LearntPrecision(const std::vector<rules::Rule>& rules, const PrecisionPriors& priors);

  void add(rules::RuleIndex rule, const std::string& provider, bool is_confirmed);
  // After the last add(), before anything is asked.
  void learn();

  LearntShare of(rules::RuleIndex rule) const { return rules_[rule].learnt; }
  LearntShare of(rules::RuleIndex rule, const std::string& provider) const;
  const Decisions& decisions(rules::RuleIndex rule) const { return rules_[rule].decisions; }

 private:
  struct OfRule {
    bool is_sure = false;
    Decisions decisions;
    std::map<std::string, Decisions> providers;
    LearntShare learnt;
    BetaPrior of_providers;
  };
  std::vector<OfRule> rules_;
  PrecisionPriors priors_;
};

}  // namespace qiuhao::screening
