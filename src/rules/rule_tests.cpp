// Running tests of rule files.
#include "rules/rule_tests.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "rules/subjects.h"
#include "rules/test_case.h"
#include "rules/windows/peer.h"

namespace qiuhao::rules {
namespace {

using claims::Entity;

constexpr std::string_view kReason = "reason";

// What a subject came to: its strongest verdict over the points it meets.
struct Found {
  Outcome outcome = Outcome::clear;
  Cents amount = 0;
  std::string reason;
  std::string message;
  std::vector<std::string> lines;  // ids, sorted
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

// The id of a row, for comparing with what a test names.
std::string id_of(const PartPlan& plan, Entity entity, RowIndex row) {
  const Column* ids = plan.part().column(entity, plan.plan().schema().of(entity).find("id"));
  return row == kNoRow || ids == nullptr ? "" : std::string(ids->text(row));
}

// Whether a test means the subject at hand.
bool is_meant(const Subject& subject, const Expectation& expected) {
  const PartPlan& plan = subject.plan();
  const PointIndex point = subject.candidate().point;
  if (!expected.point.empty() && (point == kNoPoint || plan.plan().library()[point].id != expected.point)) return false;
  switch (expected.grain) {
    case Grain::line: return id_of(plan, Entity::line, subject.line()) == expected.line;
    case Grain::visit: return id_of(plan, Entity::visit, subject.visit()) == expected.visit;
    case Grain::diagnosis: return id_of(plan, Entity::diagnosis, subject.code_row()) == expected.diagnosis;
    case Grain::operation: return id_of(plan, Entity::operation, subject.code_row()) == expected.operation;
    case Grain::person_day: return subject.day() == expected.day;
    case Grain::person: return true;
    case Grain::pair:
      return expected.pair.empty() || (id_of(plan, Entity::line, subject.ref().other) == expected.pair[0] &&
                                       id_of(plan, Entity::line, subject.line()) == expected.pair[1]);
    case Grain::provider_period: break;
  }
  const cel::Value provider = subject.variable(kProviderSlot);
  const bool is_provider = expected.provider.empty() ||
                           id_of(plan, Entity::provider, static_cast<RowIndex>(provider.integer)) == expected.provider;
  if (!expected.item.empty() && subject.item() != expected.item) return false;
  return is_provider && (expected.month.empty() || format_day(subject.day()).substr(0, 7) == expected.month);
}

// Keeps the stronger verdict.
void take(const Subject& subject, const Verdict& verdict, Found& found) {
  if (strength(verdict.outcome) <= strength(found.outcome)) return;
  found = {verdict.outcome, verdict.amount, std::string(verdict.reason), "", {}};
  if (verdict.outcome != Outcome::hit) return;
  for (const RowIndex line : verdict.lines) found.lines.push_back(id_of(subject.plan(), Entity::line, line));
  std::sort(found.lines.begin(), found.lines.end());
  cel::Scratch scratch;
  found.message = subject.rule().message[0].render(subject, scratch);
}

Found judge_expected(const PartPlan& plan, Subject& subject, const Expectation& expected) {
  Found found;
  if (expected.grain == Grain::provider_period) {
    judge_provider_periods(plan, [&](const SubjectRef&, const Subject& cell, const Verdict& verdict) {
      if (is_meant(cell, expected)) take(cell, verdict, found);
    });
    return found;
  }
  JudgeScratch scratch;
  for_each_subject(subject, expected.grain, [&] {
    if (is_meant(subject, expected)) take(subject, judge(subject, scratch), found);
  });
  return found;
}

using Differences = std::vector<TestDifference>;

// What the verdict has otherwise than expected, item by item; what a test does not say is not compared.
Differences differences(const Expectation& expected, const Found& found) {
  Differences all;
  const auto compare = [&](std::string_view what, const std::string& wanted, const std::string& got) {
    if (wanted != got) all.push_back({std::string(what), wanted, got});
  };
  const bool is_hit = found.outcome == Outcome::hit;
  compare("outcome", std::string(outcome_name(expected.outcome)), std::string(outcome_name(found.outcome)));
  if (expected.amount) compare("amount", format_cents(*expected.amount), is_hit ? format_cents(found.amount) : "");
  if (expected.reason) compare(kReason, *expected.reason, found.reason);
  if (expected.lines) {
    compare("lines", fmt::format("{}", fmt::join(*expected.lines, ", ")),
            fmt::format("{}", fmt::join(found.lines, ", ")));
  }
  if (expected.message) compare("message", *expected.message, found.message);
  // An outcome that is not understood without its reason brings it.
  if (!all.empty() && !expected.reason && !found.reason.empty())
    all.push_back({std::string(kReason), "", found.reason});
  return all;
}

// Judges each expectation twice and once more with the lines in reverse.
void run_case(const TestCase& test, const Plan& plan, std::vector<TestFailure>& failures) {
  const claims::Part part = make_test_part(test, plan.schema(), false);
  const claims::Part part_reversed = make_test_part(test, plan.schema(), true);
  const PartPlan forward(plan, part);
  const PartPlan reversed(plan, part_reversed);
  Subject subject(forward);
  Subject other(reversed);
  subject.set_person(0);
  other.set_person(0);
  for (const Expectation& expected : test.expected) {
    const auto fail_it = [&](Differences wrong, Sentence note) {
      failures.push_back({test.name, test.place, expected.subject(), std::move(wrong), std::move(note)});
    };
    const Found found = judge_expected(forward, subject, expected);
    if (Differences wrong = differences(expected, found); !wrong.empty()) {
      fail_it(std::move(wrong), {});
      continue;
    }
    subject.set_person(0);
    if (judge_expected(forward, subject, expected) != found) {
      fail_it({}, {"gets another verdict when judged again", "再判一次结果不同"});
    } else if (judge_expected(reversed, other, expected) != found) {
      fail_it({}, {"gets another verdict when the lines are given in reverse", "费用顺序颠倒后结果不同"});
    }
  }
}

}  // namespace

std::string TestFailure::text(Language language) const {
  const bool chinese = language == Language::chinese;
  Error error{Fault::input, "", fmt::format("test {}: {}", test, subject), place,
              fmt::format("测试 {}：{}", test, subject)};
  if (!note.english.empty()) {
    error.message += " " + note.english;
    error.chinese += " " + note.chinese;
  }
  std::string text = error.text(language);
  for (const TestDifference& difference : differences) {
    const auto shown = [](const std::string& value) { return value.empty() ? "—" : value; };
    text += fmt::format(
        "\n    {0}: {1}\n    {2}: {3}", chinese ? fmt::format("{} 应为", difference.what) : "exp " + difference.what,
        shown(difference.expected), chinese ? fmt::format("{} 实为", difference.what) : "got " + difference.what,
        shown(difference.found));
  }
  return text;
}

Result<RuleTestReport> run_rule_tests(const Rule& rule, std::shared_ptr<const claims::Schema> schema,
                                      const knowledge::Kinds& kinds, std::string_view filter) {
  RuleTestReport report;
  if (!rule.tests.is_sequence() || rule.tests.items.size() > kMaxTestsOfRule) {
    return input_error("too_many_tests",
                       Sentence{fmt::format("tests is a list of at most {}", kMaxTestsOfRule),
                                fmt::format("tests 是最多 {} 项的列表", kMaxTestsOfRule)},
                       {rule.file, rule.tests.line, rule.tests.column, ""});
  }
  for (std::size_t number = 0; number < rule.tests.items.size(); ++number) {
    ASSIGN(const TestCase test, read_test_case(rule.tests.items[number], number + 1, rule, *schema, kinds));
    if (test.name.find(filter) == std::string::npos) continue;
    ASSIGN(const auto plan, plan_of_test(test, rule, schema, kinds));
    const std::size_t before = report.failures.size();
    run_case(test, *plan, report.failures);
    const bool has_passed = report.failures.size() == before;
    report.names.push_back(test.name);
    ++(has_passed ? report.passed : report.failed);
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
    return input_error("missing_test",
                       Sentence{fmt::format("rule {} has no test that expects {}; add one", rule.code, what),
                                fmt::format("规则 {} 没有预期 {} 的测试；请加一个", rule.code, what)},
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
