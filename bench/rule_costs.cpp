// What each rule costs alone over a tape, the dearest first: where to look when the audit has become slow.
#include <fmt/format.h>

#include <algorithm>

#include "audit/audit.h"
#include "bench.h"
#include "bench_plan.h"

namespace qiuhao::bench {
namespace {

constexpr std::size_t kShown = 20;

struct Cost {
  std::string code;
  double seconds = 0;
  std::size_t hits = 0;
  std::size_t judged = 0;
};

// Of the rules of these codes; all of them without any.
Result<Cost> cost_of(const Setting& setting, const std::shared_ptr<const claims::Schema>& schema,
                     const claims::Tape& tape, const std::vector<std::string>& codes) {
  ASSIGN(const auto plan, plan_of(setting, schema, 0, codes));
  Cost cost{codes.empty() ? "all" : codes[0], 1e9, 0, 0};
  for (int round = 0; round < 3; ++round) {
    audit::AuditOptions options;
    options.threads = 1;
    ASSIGN(const audit::AuditResult result, audit::run_audit(tape, plan, options));
    cost.seconds = std::min(cost.seconds, result.seconds);
    cost.hits = result.rules[0].hits;
    cost.judged = result.rules[0].judged;
  }
  return cost;
}

}  // namespace

Result<std::vector<Measure>> rule_costs(const Setting& setting) {
  ASSIGN(const auto schema, schema_of(setting));
  ASSIGN(const std::vector<Path> workspaces, tapes_of(setting));
  ASSIGN(const claims::Tape tape, claims::Tape::open(workspaces.back(), *schema));
  ASSIGN(const auto all, plan_of(setting, schema, 0, {}));
  std::vector<Cost> costs;
  double sum = 0;
  for (const rules::Rule& rule : all->rules()) {
    ASSIGN(costs.emplace_back(), cost_of(setting, schema, tape, {rule.code}));
    sum += costs.back().seconds;
  }
  std::ranges::sort(costs, std::greater(), &Cost::seconds);
  const auto per_line = [&](double seconds) { return seconds * 1e9 / static_cast<double>(tape.lines()); };
  ASSIGN(const Cost together, cost_of(setting, schema, tape, {}));
  std::vector<Measure> measures;
  measures.push_back({"rule-costs-together", per_line(together.seconds), "ns/line", "all at once"});
  measures.push_back({"rule-costs-sum", per_line(sum), "ns/line",
                      fmt::format("{} rules, each alone on one thread over {} lines", costs.size(), tape.lines())});
  measures.push_back({"rule-costs-least", per_line(costs.back().seconds), "ns/line", costs.back().code});
  for (std::size_t at = 0; at < std::min(kShown, costs.size()); ++at) {
    measures.push_back({"rule-costs-" + costs[at].code, per_line(costs[at].seconds), "ns/line",
                        fmt::format("{} judged, {} hits", costs[at].judged, costs[at].hits)});
  }
  return measures;
}

}  // namespace qiuhao::bench
