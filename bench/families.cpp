// Times the audit by one rule of each family.
#include "families.h"

#include <fmt/format.h>

#include <algorithm>

#include "bench_plan.h"

namespace qiuhao::bench {
namespace {

struct Family {
  const char* name;
  const char* rule;
};
constexpr Family kFamilies[] = {{"sex", "R0101"},  {"age", "R0103"},     {"frequency", "R0112"},
                                {"pair", "R0111"}, {"overlap", "R0202"}, {"provider", "R0207"}};

Result<double> seconds_by(const Setting& setting, const std::shared_ptr<const claims::Schema>& schema,
                          const claims::Tape& tape, const std::vector<std::string>& codes) {
  ASSIGN(const auto plan, plan_of(setting, schema, 3'899, codes));
  double best = 1e9;
  for (int round = 0; round < 3; ++round) {
    audit::AuditOptions options;
    options.threads = 2;
    ASSIGN(const audit::AuditResult result, audit::run_audit(tape, plan, options));
    best = std::min(best, result.seconds);
  }
  return best;
}

}  // namespace

Result<std::vector<Measure>> families(const Setting& setting, std::shared_ptr<const claims::Schema> schema,
                                      const claims::Tape& tape, const std::vector<RuleAnswer>& answers) {
  std::vector<std::string> codes;
  std::string each;
  double theirs_together = 0;
  double least = 1e9;
  for (const Family& family : kFamilies) {
    const auto answer = std::ranges::find(answers, family.rule, &RuleAnswer::code);
    if (answer == answers.end()) return input_error("no_query", fmt::format("rules.sql has no query {}", family.rule));
    ASSIGN(const double ours, seconds_by(setting, schema, tape, {family.rule}));
    each += fmt::format("{}{} {:.1f} times ({:.3f} / {:.3f} s)", each.empty() ? "" : ", ", family.name,
                        answer->seconds / ours, answer->seconds, ours);
    least = std::min(least, answer->seconds / ours);
    theirs_together += answer->seconds;
    codes.emplace_back(family.rule);
  }
  ASSIGN(const double together, seconds_by(setting, schema, tape, codes));
  return std::vector<Measure>{
      {"tape-audit-families", least, "times, the least of six", each, least},
      {"tape-audit-families-together", together, "s", fmt::format("DuckDB, one query each: {:.3f} s", theirs_together),
       theirs_together / together}};
}

}  // namespace qiuhao::bench
