// Running tests of rule files.
#include "rules/rule_tests.h"

#include <fmt/format.h>

#include <algorithm>

#include "rules/test_case.h"

namespace qiuhao::rules {
namespace {

using claims::Entity;

// What a line came to: its strongest verdict over the points it meets.
struct Found {
  Outcome outcome = Outcome::clear;
  Cents amount = 0;
  std::string reason;
  std::string message;
  bool operator==(const Found&) const = default;
};

int strength(Outcome outcome) {
  switch (outcome) {
    case Outcome::clear: return 0;
    case Outcome::excepted: return 1;
    case Outcome::undecided: return 2;
    case Outcome::hit: return 3;
  }
  return 0;
}

RowIndex row_of_line(const PartPlan& plan, const std::string& id) {
  const Column& ids = *plan.part().column(Entity::line, plan.plan().fields().line_id);
  RowIndex row = 0;
  while (row < ids.rows && ids.text(row) != id) ++row;
  return row;
}

Found judge_line(const PartPlan& plan, Subject& subject, const Expectation& expected) {
  JudgeScratch scratch;
  cel::Scratch message_scratch;
  Found found;
  const RowIndex row = row_of_line(plan, expected.line);
  for (const Candidate& candidate : plan.candidates(plan.items()->code(row))) {
    const bool of_point = candidate.point != kNoPoint && plan.plan().library()[candidate.point].id == expected.point;
    if (!expected.point.empty() && !of_point) continue;
    subject.set_line(row, candidate);
    const Verdict verdict = judge(subject, scratch);
    if (strength(verdict.outcome) <= strength(found.outcome)) continue;
    found = {verdict.outcome, verdict.amount, std::string(verdict.reason), ""};
    if (verdict.outcome == Outcome::hit) {
      found.message = plan.plan().rules()[candidate.rule].message[0].render(subject, message_scratch);
    }
  }
  return found;
}

std::string describe(Outcome outcome, const std::optional<Cents>& amount, const std::optional<std::string>& reason) {
  std::string text(outcome_name(outcome));
  if (amount) text += " " + format_cents(*amount);
  if (reason && !reason->empty()) text += " (" + *reason + ")";
  return text;
}

// "" when the verdict is as expected.
std::string difference(const Expectation& expected, const Found& found) {
  const bool same = found.outcome == expected.outcome && (!expected.amount || *expected.amount == found.amount) &&
                    (!expected.reason || *expected.reason == found.reason);
  if (!same) {
    const std::optional<Cents> amount = found.outcome == Outcome::hit ? std::optional(found.amount) : std::nullopt;
    return fmt::format("line {} is {}, expected {}", expected.line, describe(found.outcome, amount, found.reason),
                       describe(expected.outcome, expected.amount, expected.reason));
  }
  if (expected.message && *expected.message != found.message) {
    return fmt::format("line {} says '{}', expected '{}'", expected.line, found.message, *expected.message);
  }
  return "";
}

// The first difference of a test, "" when there is none.
std::string run_case(const TestCase& test, const Plan& plan) {
  const claims::Part part = make_test_part(test, plan.schema(), false);
  const claims::Part part_reversed = make_test_part(test, plan.schema(), true);
  const PartPlan forward(plan, part);
  const PartPlan reversed(plan, part_reversed);
  Subject subject(forward);
  Subject other(reversed);
  subject.set_person(0);
  other.set_person(0);
  for (const Expectation& expected : test.expected) {
    const Found found = judge_line(forward, subject, expected);
    if (std::string wrong = difference(expected, found); !wrong.empty()) return wrong;
    subject.set_person(0);
    if (judge_line(forward, subject, expected) != found) {
      return fmt::format("line {} gets another verdict when judged again", expected.line);
    }
    if (judge_line(reversed, other, expected) != found) {
      return fmt::format("line {} gets another verdict when the lines are given in reverse", expected.line);
    }
  }
  return "";
}

}  // namespace

Result<RuleTestReport> run_rule_tests(const Rule& rule, std::shared_ptr<const claims::Schema> schema,
                                      const knowledge::Kinds& kinds) {
  RuleTestReport report;
  if (!rule.tests.is_sequence() || rule.tests.items.size() > kMaxTestsOfRule) {
    return input_error("too_many_tests", fmt::format("tests is a list of at most {}", kMaxTestsOfRule),
                       {rule.file, rule.tests.line, rule.tests.column, ""});
  }
  for (std::size_t number = 0; number < rule.tests.items.size(); ++number) {
    ASSIGN(const TestCase test, read_test_case(rule.tests.items[number], number + 1, rule, *schema, kinds));
    // A plan owns its rules, so each test gets the rule anew.
    std::vector<Rule> rules;
    ASSIGN(Rule again, parse_rule(rule.text, rule.file, *schema));
    rules.push_back(std::move(again));
    ASSIGN(const auto plan, Plan::make(schema, std::move(rules), knowledge::Library::make(kinds, test.points, kNoDay)));
    const std::string wrong = run_case(test, *plan);
    if (wrong.empty()) {
      ++report.passed;
      continue;
    }
    ++report.failed;
    report.failures.push_back(Error{Fault::input, "", fmt::format("test {}: {}", test.name, wrong), test.place}.text());
  }
  return report;
}

Status check_test_coverage(const Rule& rule) {
  const auto outcomes = expected_outcomes(rule);
  const auto has = [&](std::string_view outcome, std::string_view exception) {
    return std::any_of(outcomes.begin(), outcomes.end(), [&](const auto& entry) {
      return entry.first == outcome && (exception.empty() || entry.second == exception);
    });
  };
  const auto missing = [&](std::string what) {
    return input_error("missing_test", fmt::format("rule {} has no test that expects {}; add one", rule.code, what),
                       {rule.file, rule.tests.line, rule.tests.column, ""});
  };
  for (const std::string_view outcome : {"hit", "clear", "undecided"}) {
    if (!has(outcome, "")) return missing(fmt::format("outcome: {}", outcome));
  }
  for (const Let& exception : rule.excepts) {
    if (!has("excepted", exception.name)) return missing(fmt::format("exception: {}", exception.name));
  }
  return {};
}

}  // namespace qiuhao::rules
