// A small tape and two versions of rules or knowledge over it, for tests of backtests.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "audit/backtest/backtest.h"
#include "audit/test_grains.h"

namespace qiuhao::audit {

// What each version is made of.
struct VersionText {
  std::vector<std::string> rules;
  std::vector<knowledge::Point> points = {};
};

inline knowledge::Point point_of(const std::string& id, const std::string& item, const std::string& supersedes = "") {
  knowledge::Point point;
  point.id = id;
  point.kind = "药品区分性别使用";
  point.constraint = "限女性";
  point.items = {item};
  point.limits = *knowledge::parse_limits("sex=2");
  point.is_read = true;
  point.supersedes = supersedes;
  return point;
}

class Trial {
 public:
  explicit Trial(const std::string& name, const std::vector<TestLine>& lines = kLines,
                 std::size_t people_of_part = 1'000)
      : world_(name, lines, {}, people_of_part),
        schema_(std::make_shared<const claims::Schema>(*claims::Schema::load(QIUHAO_SOURCE_DIR "/policy/schema"))),
        tape_(*claims::Tape::open(world_.folder(), *schema_)) {}

  // Null for no rules.
  std::shared_ptr<const rules::Plan> plan(const VersionText& version) const {
    if (version.rules.empty()) return nullptr;
    std::vector<rules::Rule> rules;
    for (const std::string& text : version.rules) {
      auto rule = rules::parse_rule(text, "test.yaml", *schema_);
      EXPECT_TRUE(rule.has_value()) << rule.error().text();
      rules.push_back(std::move(*rule));
    }
    const auto kinds = knowledge::read_kinds(QIUHAO_SOURCE_DIR "/policy/knowledge/kinds.yaml");
    return *rules::Plan::make(schema_, std::move(rules), knowledge::Library::make(*kinds, version.points, 20'500));
  }

  Result<BacktestResult> run(const VersionText& before, const VersionText& after, BacktestOptions options = {},
                             const VersionText& others = {}) const {
    options.keep_findings = true;
    return run_backtest(tape_, {plan(before), plan(after), plan(others), false}, options);
  }

  AuditResult audit(const VersionText& version) const { return *run_audit(tape_, plan(version), {}); }
  const claims::Tape& tape() const { return tape_; }

  // "new R1 L2 +L3 K1 5.00", by what a finding says.
  std::string told(const AuditResult& result, const Finding& finding) const {
    const claims::Part& part = tape_.parts()[finding.part];
    std::string lines;
    if (result.plan->rules()[finding.rule].grain == rules::Grain::provider_period) {
      const rules::PeerKey& key = result.peers->cells(finding.rule)[finding.row].key;
      lines = key.provider + " " + format_day(key.month).substr(0, 7);
    } else {
      for (const RowIndex line : result.lines_of(finding))
        lines += (lines.empty() ? "" : "+") + std::string(part.column(claims::Entity::line, 0)->text(line));
    }
    const std::string point = finding.point == rules::kNoPoint ? "" : " " + result.plan->library()[finding.point].id;
    return fmt::format("{} {}{} {}", result.plan->rules()[finding.rule].code, lines, point,
                       format_cents(finding.gross));
  }

  // "new …", "gone …", "changed … -> …", sorted.
  std::vector<std::string> told(const BacktestResult& result) const {
    std::vector<std::string> out;
    for (const Finding& finding : result.kept.added.findings) out.push_back("new " + told(result.kept.added, finding));
    for (const Finding& finding : result.kept.gone.findings) out.push_back("gone " + told(result.kept.gone, finding));
    for (std::size_t at = 0; at < result.kept.changed_after.findings.size(); ++at) {
      out.push_back("changed " + told(result.kept.changed_before, result.kept.changed_before.findings[at]) + " -> " +
                    told(result.kept.changed_after, result.kept.changed_after.findings[at]));
    }
    std::ranges::sort(out);
    return out;
  }

 private:
  GrainWorld world_;
  std::shared_ptr<const claims::Schema> schema_;
  claims::Tape tape_;
};

// A rule about lines that blames what is in scope.
inline std::string line_rule(const std::string& code, const std::string& when, const std::string& rest = "",
                             const std::string& amount = "line.in_scope") {
  return rule_of(code, "明确违规", "line", when, amount, "{line.item}", rest);
}

}  // namespace qiuhao::audit
