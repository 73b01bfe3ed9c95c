// The backtest of one rule's text, as the command and the web API have it.
#pragma once

#include <string>

#include "cli/backtest_run.h"

namespace qiuhao::cli {

struct RuleBacktest {
  audit::BacktestPlans plans;
  audit::BacktestFacts facts;
};

// The same knowledge on both sides.
audit::BacktestFacts facts_of(const LoadedKnowledge& knowledge);

// `against` as rule_against() has it.
Result<RuleBacktest> rule_backtest(const BacktestSources& sources, const LoadedKnowledge& knowledge, rules::Rule rule,
                                   const std::string& against, bool with_overlap);

}  // namespace qiuhao::cli
