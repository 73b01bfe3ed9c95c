// Plans of both sides, and of the rules that stay.
#include "cli/backtest_rule.h"

#include <fmt/format.h>

#include "cli/against.h"

namespace qiuhao::cli {

audit::BacktestFacts facts_of(const LoadedKnowledge& knowledge) {
  audit::BacktestFacts facts;
  facts.knowledge_before = facts.knowledge_after = told_knowledge(knowledge);
  return facts;
}

Result<RuleBacktest> rule_backtest(const BacktestSources& sources, const LoadedKnowledge& knowledge, rules::Rule rule,
                                   const std::string& against, bool with_overlap) {
  const claims::Schema& schema = *sources.schema;
  const std::string workspace = sources.workspace.string();
  RuleBacktest ready;
  ASSIGN(RulesVersion before, rule_against(workspace, rule.code, against, schema));
  ready.facts = facts_of(knowledge);
  ready.facts.after = fmt::format("{} v{} {} ({})", rule.code, rule.version, rule.file, rule.hash.substr(0, 8));
  ready.facts.before = before.told;
  std::vector<std::string> at_stake{rule.code};
  for (const rules::Rule& old_rule : before.rules) at_stake.push_back(old_rule.code);
  ready.plans.is_one_rule = true;
  if (with_overlap) {
    ASSIGN(RulesVersion all, library_version(workspace, "workspace", schema));
    ASSIGN(ready.plans.others, plan_of_others(sources, std::move(all.rules), at_stake, knowledge.library));
  }
  std::vector<rules::Rule> after;
  after.push_back(std::move(rule));
  ASSIGN(ready.plans.after, plan_of_rules(sources, std::move(after), knowledge.library));
  ASSIGN(ready.plans.before, plan_of_rules(sources, std::move(before.rules), knowledge.library));
  return ready;
}

}  // namespace qiuhao::cli
