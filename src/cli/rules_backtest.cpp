// `qiuhao rules backtest` and `rules compare`: what a changed rule, or a changed library, would have found.
#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "cli/against.h"
#include "cli/backtest_parts.h"
#include "cli/backtest_rule.h"
#include "cli/backtest_run.h"

namespace qiuhao::cli {
namespace {

struct Options {
  BacktestCommand run;
  std::string file;
  std::string against;
  std::string old_library = "workspace";
  std::string new_library;
};

struct Loaded {
  BacktestSources sources;
  LoadedKnowledge knowledge;
};

Result<Loaded> load(const BacktestCommand& options) {
  Loaded loaded;
  ASSIGN(loaded.sources, load_backtest_sources(options));
  ASSIGN(const Day known_on, day_option("--known-on", options.known_on, day_of(current_time())));
  ASSIGN(loaded.knowledge, load_knowledge(options.workspace, known_on));
  return loaded;
}

Result<int> backtest_rule(const Options& options) {
  ASSIGN(const Loaded loaded, load(options.run));
  ASSIGN(rules::Rule rule, rules::load_rule(options.file, *loaded.sources.schema));
  ASSIGN(const RuleBacktest ready,
         rule_backtest(loaded.sources, loaded.knowledge, std::move(rule), options.against, !options.run.no_overlap));
  return run_and_tell(options.run, loaded.sources, ready.plans, ready.facts);
}

// Takes the rules that stand in both libraries byte for byte out of both; gives them.
std::vector<rules::Rule> take_same(std::vector<rules::Rule>& before, std::vector<rules::Rule>& after) {
  std::vector<rules::Rule> same;
  const auto is_in = [](const std::vector<rules::Rule>& rules, const rules::Rule& rule) {
    return std::ranges::any_of(
        rules, [&](const rules::Rule& other) { return other.code == rule.code && other.hash == rule.hash; });
  };
  for (rules::Rule& rule : after) {
    if (is_in(before, rule)) same.push_back(std::move(rule));
  }
  const auto take_out = [&](std::vector<rules::Rule>& from) {
    std::erase_if(from, [&](const rules::Rule& rule) { return rule.when.empty() || is_in(same, rule); });
  };
  take_out(after);
  take_out(before);
  return same;
}

Result<int> compare_libraries(const Options& options) {
  ASSIGN(const Loaded loaded, load(options.run));
  const auto& schema = loaded.sources.schema;
  const auto& library = loaded.knowledge.library;
  ASSIGN(RulesVersion before, library_version(options.run.workspace, options.old_library, *schema));
  ASSIGN(RulesVersion after, library_version(options.run.workspace, options.new_library, *schema));
  audit::BacktestFacts facts = facts_of(loaded.knowledge);
  std::vector<rules::Rule> same = take_same(before.rules, after.rules);
  const auto differing = [&](const RulesVersion& version) {
    return fmt::format("{}，不同 differing {}", version.told, version.rules.size());
  };
  facts.before = differing(before);
  facts.after = differing(after);
  if (before.rules.empty() && after.rules.empty()) {
    const Sentence words{fmt::format("both libraries have the same {} rules: nothing can differ", same.size()),
                         fmt::format("两个规则库的 {} 条规则完全相同，不会有差异", same.size())};
    fmt::print("{}\n", words.in(options.run.language));
    return 0;
  }
  audit::BacktestPlans plans;
  if (!options.run.no_overlap) {
    ASSIGN(plans.others, plan_of_others(loaded.sources, std::move(same), {}, library));
  }
  ASSIGN(plans.before, plan_of_rules(loaded.sources, std::move(before.rules), library));
  ASSIGN(plans.after, plan_of_rules(loaded.sources, std::move(after.rules), library));
  return run_and_tell(options.run, loaded.sources, plans, facts);
}

CLI::App* add_part(Program& program, CLI::App& parent, const std::string& name, const std::string& purpose,
                   const std::string& example, const std::shared_ptr<Options>& options,
                   Result<int> (*run)(const Options&)) {
  CLI::App* part = parent.add_subcommand(name, purpose);
  part->footer("Example:\n  " + example);
  part->add_option("WORKSPACE", options->run.workspace, "folder of the workspace")->required();
  part->callback([&program, options, run] {
    program.run = [&program, options, run] {
      options->run.language = program.language;
      return run(*options);
    };
  });
  return part;
}

}  // namespace

void add_rules_backtest(Program& program, CLI::App& rules) {
  const auto of_rule = std::make_shared<Options>();
  CLI::App* backtest =
      add_part(program, rules, "backtest", "what a changed or new rule would have found",
               "qiuhao rules backtest city R0107.yaml --from 2025-01-01 --to 2025-12-31", of_rule, backtest_rule);
  backtest->add_option("RULE.yaml", of_rule->file, "the rule's file as it would be published")->required();
  backtest->add_option("--against", of_rule->against,
                       "what it is held against: a version number or hash of the rule that an audit kept, a run "
                       "(audit-000012), a file, a folder, or none (default: the library's rule of the same code)");
  add_backtest_options(*backtest, of_rule->run, true);

  const auto of_libraries = std::make_shared<Options>();
  CLI::App* compare =
      add_part(program, rules, "compare", "what one whole library would find and another would not",
               "qiuhao rules compare city --old audit-000012 --new drafts", of_libraries, compare_libraries);
  constexpr const char* kForms = "a folder with all its rules, shipped, workspace, or a run (audit-000012)";
  compare->add_option("--old", of_libraries->old_library, std::string(kForms) + " (default: workspace)");
  compare->add_option("--new", of_libraries->new_library, kForms)->required();
  add_backtest_options(*compare, of_libraries->run, true);
}

}  // namespace qiuhao::cli
