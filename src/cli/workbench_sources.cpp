// Gathering the functions.
#include "cli/workbench_sources.h"

#include "cli/audit_sources.h"
#include "cli/backtest_rule.h"
#include "cli/backtest_sample.h"
#include "cli/live_source.h"
#include "cli/run_program.h"
#include "cli/workbench_tests.h"

namespace qiuhao::cli {
namespace {

Result<server::KnowledgeAtHand> knowledge_at_hand(const Path& workspace) {
  ASSIGN(LoadedKnowledge loaded, load_knowledge(workspace, day_of(current_time())));
  ASSIGN(auto publications, knowledge::list_publications(workspace));
  return server::KnowledgeAtHand{std::move(loaded.library), std::move(loaded.name), loaded.is_starter,
                                 std::move(publications)};
}

Result<std::unique_ptr<server::BacktestInput>> prepare_backtest(const Path& workspace, rules::Rule rule) {
  BacktestCommand command;
  command.workspace = workspace.string();
  ASSIGN(BacktestSources sources, load_backtest_sources(command));
  ASSIGN(const LoadedKnowledge knowledge, load_knowledge(workspace, day_of(current_time())));
  ASSIGN(RuleBacktest ready, rule_backtest(sources, knowledge, std::move(rule), "", true));
  ready.facts.program = kVersion;
  return std::make_unique<server::BacktestInput>(
      server::BacktestInput{std::move(sources.tape), std::move(ready.plans), std::move(ready.facts)});
}

std::string sample_of(const server::BacktestInput& input, const audit::BacktestResult& result, Language language) {
  return json_of_sample(input.tape.parts(), result, language);
}

}  // namespace

Result<std::shared_ptr<server::Workbench>> open_workbench(const Path& workspace, const std::string& program) {
  server::WorkbenchSources sources;
  ASSIGN(const auto folders, rule_folders(workspace));
  sources.shipped_rules = folders.front();
  sources.own_rules = folders.back();
  ASSIGN(sources.schema, load_schema());
  sources.state = [workspace] { return library_state(workspace); };
  sources.load_kinds = [workspace] { return workspace_kinds(workspace); };
  sources.load_parameters = [workspace] { return load_parameters(workspace); };
  sources.load_knowledge = [workspace] { return knowledge_at_hand(workspace); };
  sources.run_tests = [workspace, program](const std::string& text) {
    return run_tests_apart(program, workspace, text);
  };
  sources.backtest.prepare = [workspace](rules::Rule rule) { return prepare_backtest(workspace, std::move(rule)); };
  sources.backtest.sample = sample_of;
  return std::make_shared<server::Workbench>(std::move(sources));
}

}  // namespace qiuhao::cli
