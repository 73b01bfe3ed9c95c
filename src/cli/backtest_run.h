// What `rules backtest`, `rules compare` and `knowledge backtest` have in common: options, the run with its partial
// results, what is printed and written.
#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

#include "audit/backtest/backtest_files.h"
#include "cli/audit_sources.h"

namespace qiuhao::cli {

struct BacktestCommand {
  std::string workspace;
  std::string from;
  std::string to;
  std::string known_on;
  std::string decisions;
  std::string out;
  std::vector<std::string> formats;
  int threads = 0;
  std::size_t sample = 5;
  std::uint64_t seed = 1;
  bool no_overlap = false;
  Language language = Language::english;
};

// WORKSPACE is the caller's.
void add_backtest_options(CLI::App& command, BacktestCommand& options, bool with_known_on);

// Dictionary and tape; knowledge is the caller's.
struct BacktestSources {
  Path workspace;
  std::shared_ptr<const claims::Schema> schema;
  claims::Tape tape;
  rules::Parameters parameters;  // of today: both sides read the same
};
Result<BacktestSources> load_backtest_sources(const BacktestCommand& options);

// Null for no rules.
Result<std::shared_ptr<const rules::Plan>> plan_of_rules(const BacktestSources& sources, std::vector<rules::Rule> rules,
                                                         const std::shared_ptr<const knowledge::Library>& library);

// The plan of rules that stay, for overlap: those of `rules` without the codes at stake and without provider months.
Result<std::shared_ptr<const rules::Plan>> plan_of_others(const BacktestSources& sources,
                                                          std::vector<rules::Rule> rules,
                                                          const std::vector<std::string>& at_stake,
                                                          const std::shared_ptr<const knowledge::Library>& library);

// "4 starter points …", "3,899 points, 2 publications as known on …".
std::string told_knowledge(const LoadedKnowledge& knowledge);

// Runs it, tells it, writes its files. The exit code is 1 when it was interrupted.
Result<int> run_and_tell(const BacktestCommand& options, const BacktestSources& sources,
                         const audit::BacktestPlans& plans, audit::BacktestFacts facts);

}  // namespace qiuhao::cli
