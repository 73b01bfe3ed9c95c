// Backtests of one changed rule, as an analyst waits for them: from opening the workspace to the first partial result,
// and to the whole, overlap with the other rules included.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "audit/backtest/backtest.h"
#include "bench.h"
#include "bench_plan.h"

namespace qiuhao::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kThreads = 2;
// A rule about lines, the dearest one, one about prescriptions, one about stays.
constexpr const char* kRules[] = {"R0107", "R0112", "R0114", "R0201"};

// Half of the year goes, so that half of what is found goes.
std::string narrowed(std::string text) {
  const std::string effective = "effective: [";
  const std::size_t begin = text.find(effective) + effective.size();
  return text.replace(begin, text.find(',', begin) - begin, "2025-07-01");
}

struct Timed {
  double first = 0;
  double all = 0;
  audit::BacktestResult result;
};

// Everything that a command does before it prints, but for knowledge, which `plan` has read.
Result<Timed> time_backtest(const Path& workspace, const rules::Plan& plan,
                            std::shared_ptr<const claims::Schema> schema,
                            std::shared_ptr<const knowledge::Library> library, const std::string& code) {
  const auto start = Clock::now();
  const auto since = [&] { return std::chrono::duration<double>(Clock::now() - start).count(); };
  ASSIGN(const claims::Tape tape, claims::Tape::open(workspace, *schema));
  std::vector<rules::Rule> before, after, others;
  for (const rules::Rule& rule : plan.rules()) {
    if (rule.grain == rules::Grain::provider_period) continue;
    auto& to = rule.code == code ? before : others;
    ASSIGN(rules::Rule read, rules::parse_rule(rule.text, rule.file, *schema));
    to.push_back(std::move(read));
    if (rule.code != code) continue;
    ASSIGN(rules::Rule changed, rules::parse_rule(narrowed(rule.text), rule.file, *schema));
    after.push_back(std::move(changed));
  }
  audit::BacktestPlans plans;
  ASSIGN(plans.before,
         rules::Plan::make(schema, std::move(before), library, plan.parameters(), {.stock = plan.shared_stock()}));
  ASSIGN(plans.after,
         rules::Plan::make(schema, std::move(after), library, plan.parameters(), {.stock = plan.shared_stock()}));
  ASSIGN(plans.others,
         rules::Plan::make(schema, std::move(others), library, plan.parameters(), {.stock = plan.shared_stock()}));
  plans.is_one_rule = true;
  Timed timed;
  audit::BacktestOptions options;
  options.threads = kThreads;
  options.tell = [&](const audit::SoFar&) {
    if (timed.first == 0) timed.first = since();
  };
  ASSIGN(timed.result, audit::run_backtest(tape, plans, options));
  timed.all = since();
  if (timed.first == 0) timed.first = timed.all;
  return timed;
}

}  // namespace

Result<std::vector<Measure>> workbench_backtest(const Setting& setting) {
  ASSIGN(const auto schema, schema_of(setting));
  ASSIGN(const auto plan, plan_of(setting, schema, 3'899, {}));
  const auto library = std::shared_ptr<const knowledge::Library>(plan, &plan->library());
  ASSIGN(const std::vector<Path> workspaces, tapes_of(setting));
  ASSIGN(const claims::Tape tape, claims::Tape::open(workspaces.back(), *schema));
  double first = 0, all = 0;
  std::string of_rules;
  std::size_t different = 0;
  for (const char* code : kRules) {
    Timed best;
    best.first = best.all = 1e9;
    for (int round = 0; round < 3; ++round) {
      ASSIGN(Timed timed, time_backtest(workspaces.back(), *plan, schema, library, code));
      const double least_first = std::min(best.first, timed.first);
      if (timed.all < best.all) best = std::move(timed);
      best.first = least_first;
    }
    const audit::BacktestResult& result = best.result;
    fmt::print(stderr, "{}: first {:.3f} s, all {:.3f} s; same {}, gone {}; others on {} of {} people\n", code,
               best.first, best.all, result.tally.same, result.tally.gone, result.overlap.people, result.people);
    first = std::max(first, best.first);
    all = std::max(all, best.all);
    of_rules += fmt::format("{}{} {:.3f} s", of_rules.empty() ? "" : ", ", code, best.all);
    // A narrowed rule finds nothing new and changes nothing; what it finds and what is gone are what there was.
    const audit::RuleChange& rule = result.rules.front();
    const bool is_right = result.tally.added == 0 && result.tally.changed == 0 && result.tally.gone > 0 &&
                          rule.before.hits == rule.after.hits + result.tally.gone &&
                          rule.before.gross == rule.after.gross + result.tally.less;
    different += is_right ? 0U : 1U;
  }
  const std::string lines = fmt::format("{} lines, {} threads", tape.lines(), kThreads);
  return std::vector<Measure>{{"workbench-backtest-first", first, "s", lines, 0},
                              {"workbench-backtest-all", all, "s", of_rules + "; " + lines, 0},
                              {"workbench-backtest-same", static_cast<double>(different), "rules differ", "", 0}};
}

}  // namespace qiuhao::bench
