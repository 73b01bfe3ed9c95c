// The runner of tests: it fails what is not as expected, refuses what it cannot read, and judging keeps its order.
#include "rules/rule_tests.h"

#include <gtest/gtest.h>

#include "rules/test_world.h"

namespace qiuhao::rules {
namespace {

class RuleTests : public testing::Test {
 protected:
  Rule rule_of(const std::string& rest) {
    auto rule = parse_rule(rule_text(rest), "rules/R9.yaml", *schema_);
    EXPECT_TRUE(rule.has_value()) << rule.error().text();
    return std::move(*rule);
  }
  // The one failure, or error, of a rule; "" when all pass.
  std::string outcome_of(const std::string& rest) {
    const auto report = run_rule_tests(rule_of(rest), schema_, kinds_);
    if (!report) return report.error().text();
    EXPECT_EQ(report->failed, report->failures.size());
    return report->failures.empty() ? "" : report->failures[0].text();
  }
  // The test as line 13 of a rule with this condition in line 12.
  std::string outcome_of(const std::string& when, const std::string& given, const std::string& expect) {
    return outcome_of("tests: [{name: t1, given: {" + given + "}, expect: {" + expect + "}}]\nwhen: " + when + "\n");
  }

  std::shared_ptr<const claims::Schema> schema_ = shipped_schema();
  knowledge::Kinds kinds_ = shipped_kinds();
};

constexpr const char* kLine = "line: {item: A, day: 2025-03-01, quantity: 2, in_scope: '6.00'}";

TEST_F(RuleTests, FailWhatIsNotAsExpected) {
  EXPECT_EQ(outcome_of("line.quantity > 1", kLine, "outcome: hit, amount: '6.00', message: 涉及 6 元"), "");
  EXPECT_EQ(outcome_of("line.quantity > 2", kLine, "outcome: hit, amount: '6.00'"),
            "rules/R9.yaml:12:9: test t1: line L1\n    exp outcome: hit\n    got outcome: clear\n"
            "    exp amount: 6.00\n    got amount: —");
  EXPECT_EQ(outcome_of("line.quantity > 1", kLine, "outcome: hit, amount: '6.01'"),
            "rules/R9.yaml:12:9: test t1: line L1\n    exp amount: 6.01\n    got amount: 6.00");
  EXPECT_EQ(outcome_of("line.quantity > 1", kLine, "outcome: hit, message: 涉及 7 元"),
            "rules/R9.yaml:12:9: test t1: line L1\n    exp message: 涉及 7 元\n    got message: 涉及 6 元");
  EXPECT_EQ(outcome_of("line.price > 1", kLine, "outcome: undecided, field: line.amount"),
            "rules/R9.yaml:12:9: test t1: line L1\n    exp reason: line.amount\n    got reason: line.price");
}

TEST_F(RuleTests, RefuseWhatCannotBeRead) {
  EXPECT_EQ(outcome_of("true", "line: {item: A, day: 2025-03-01, qty: 2}", "outcome: hit"),
            "rules/R9.yaml:12:61: unknown field line.qty; policy/schema/line.yaml lists the fields");
  EXPECT_EQ(outcome_of("true", "line: {item: A, day: 2025-02-30}", "outcome: hit").substr(0, 22),
            "rules/R9.yaml:12:49: d");
  EXPECT_EQ(outcome_of("true", "line: {item: A, day: 2025-03-01, in_scope: '6.001'}", "outcome: hit"),
            "rules/R9.yaml:12:71: in_scope keeps 2 places; 6.001 has more");
  EXPECT_EQ(outcome_of("true", "line: {item: A}", "outcome: hit"), "rules/R9.yaml:12:27: line L1 needs time or day");
  EXPECT_EQ(outcome_of("true", std::string(kLine) + ", drug_sexes: []", "outcome: hit").substr(0, 63),
            "rules/R9.yaml:12:93: unknown table 'drug_sexes'; write person, ");
  EXPECT_EQ(outcome_of("true", std::string(kLine) + ", drug_sex: [{items: [A], sexx: 2}]", "outcome: hit"),
            "rules/R9.yaml:12:117: 'sexx=2' is no limit; write e.g. sex: 2 or max_days: 14");
  EXPECT_NE(outcome_of("true", kLine, "outcome: maybe")
                .find("outcome 'maybe' is not known; write hit, clear, excepted or undecided"),
            std::string::npos);
  EXPECT_NE(outcome_of("true", kLine, "outcome: clear, amount: '1.00'").find("amount and message with hit"),
            std::string::npos);
  EXPECT_NE(outcome_of("true", kLine, "outcome: hit, line: L7").find("line L7 is not given"), std::string::npos);
}

TEST_F(RuleTests, SeeLinesInTimeOrder) {
  // The second line given is the earlier one.
  EXPECT_EQ(outcome_of("windows: {all: {same: line, by: [person.id]}}\n"
                       "when: all.exists(x, x.order < line.order)\n"
                       "tests:\n"
                       "  - given:\n"
                       "      lines: [{item: A, time: 2025-03-01 09:00:00, in_scope: '1.00'},\n"
                       "              {item: A, time: 2025-03-01 08:00:00, in_scope: '1.00'}]\n"
                       "    expect: [{line: L1, outcome: hit}, {line: L2, outcome: clear}]\n"),
            "");
}

// The order of judging: in force, where, when, exceptions, amount; a finding never exceeds what was in scope.
TEST_F(RuleTests, JudgeInOrder) {
  const std::string tests = std::string("tests: [{given: {") + kLine + "}, expect: {outcome: ";
  EXPECT_EQ(outcome_of("where: line.quantity > 5\nwhen: line.price > 0\n" + tests + "clear}}]\n"), "");
  EXPECT_EQ(outcome_of("where: line.price > 5\nwhen: true\n" + tests + "undecided, field: line.price}}]\n"), "");
  EXPECT_EQ(outcome_of("when: true\nexcept: {甲: line.quantity > 5, 乙: line.quantity > 1, 丙: line.quantity > 0}\n" +
                       tests + "excepted, exception: 乙}}]\n"),
            "");
  EXPECT_EQ(outcome_of("when: false\nexcept: {甲: line.quantity > 1}\n" + tests + "clear}}]\n"), "");
  EXPECT_EQ(outcome_of("when: true\nexcept: {甲: line.price > 1}\n" + tests + "undecided, field: line.price}}]\n"), "");
}

TEST_F(RuleTests, CapMoneyToWhatWasInScope) {
  const auto with_amount = [&](const std::string& amount, const std::string& line, const std::string& expect) {
    std::string text = rule_text("when: true\ntests: [{given: {line: {item: A, day: 2025-03-01, " + line +
                                 "}}, expect: {" + expect + "}}]\n");
    text.replace(text.find("line.in_scope"), 13, amount);
    auto rule = parse_rule(text, "rules/R9.yaml", *schema_);
    EXPECT_TRUE(rule.has_value()) << rule.error().text();
    const auto report = run_rule_tests(*rule, schema_, kinds_);
    EXPECT_TRUE(report.has_value()) << report.error().text();
    return report->failures.empty() ? std::string() : report->failures[0].text();
  };
  EXPECT_EQ(with_amount("line.amount", "amount: '9.00', in_scope: '6.00'", "outcome: hit, amount: '6.00'"), "");
  EXPECT_EQ(with_amount("line.price * line.quantity", "amount: '9.00', price: 5, quantity: 2",
                        "outcome: hit, amount: '9.00'"),
            "");
  EXPECT_EQ(
      with_amount("line.in_scope - line.amount", "amount: '9.00', in_scope: '6.00'", "outcome: hit, amount: '0.00'"),
      "");
  // 0.01 * 0.9999 / 1.9999 is 0.0049997…; 0.03 / 2 is half a 分 and goes away from zero.
  EXPECT_EQ(with_amount("share(line.in_scope, line.quantity, line.refunded)",
                        "in_scope: '0.01', quantity: '0.9999', refunded: '1.9999'", "outcome: hit, amount: '0.00'"),
            "");
  EXPECT_EQ(with_amount("share(line.in_scope, line.quantity, line.refunded)",
                        "in_scope: '0.03', quantity: 1, refunded: 2", "outcome: hit, amount: '0.02'"),
            "");
  EXPECT_EQ(
      with_amount("share(line.in_scope, line.quantity, line.refunded)", "in_scope: '0.03', quantity: 1, refunded: 0",
                  "outcome: undecided, field: a share of a whole of 0"),
      "");
}

TEST_F(RuleTests, JudgeOnlyWhileRuleAndPointAreInForce) {
  std::string text = rule_text(
      "when: true\n"
      "tests:\n"
      "  - given:\n"
      "      lines: [{item: A, day: 2025-02-28, in_scope: '1.00'}, {item: A, day: 2025-03-01, in_scope: '1.00'},\n"
      "              {item: A, day: 2025-03-31, in_scope: '1.00'}, {item: A, day: 2025-04-01, in_scope: '1.00'}]\n"
      "    expect: [{line: L1, outcome: clear}, {line: L2, outcome: hit}, {line: L3, outcome: hit},\n"
      "             {line: L4, outcome: clear}]\n");
  text.replace(text.find("[null, null]"), 12, "[2025-03-01, 2025-03-31]");
  const auto rule = parse_rule(text, "rules/R9.yaml", *schema_);
  ASSERT_TRUE(rule.has_value()) << rule.error().text();
  const auto report = run_rule_tests(*rule, schema_, kinds_);
  ASSERT_TRUE(report.has_value()) << report.error().text();
  EXPECT_EQ(report->passed, 1U) << (report->failures.empty() ? "" : report->failures[0].text());
}

// Of other grains a test names the subject that the grain has.
TEST_F(RuleTests, StandOnTheGrain) {
  const auto of_grain = [&](const std::string& grain, const std::string& when, const std::string& given,
                            const std::string& expect) {
    std::string text =
        rule_text("when: " + when + "\ntests: [{name: t1, given: {" + given + "}, expect: " + expect + "}]\n");
    text.replace(text.find("grain: line"), 11, "grain: " + grain);
    text.replace(text.find("line.in_scope"), 13, "decimal('5')");
    text.replace(text.find("{line.in_scope}"), 15, "一");
    auto rule = parse_rule(text, "rules/R9.yaml", *schema_);
    EXPECT_TRUE(rule.has_value()) << rule.error().text();
    const auto report = run_rule_tests(*rule, schema_, kinds_);
    if (!report) return report.error().text();
    return report->failures.empty() ? std::string() : report->failures[0].text();
  };
  const std::string lines =
      "visits: [{}, {}], lines: [{item: A, day: 2025-03-01, in_scope: 1}, {item: B, day: 2025-03-01, in_scope: 2}, "
      "{item: B, day: 2025-03-02, in_scope: 9, visit: V2}]";
  // A byte of `expect`, which stands behind the rows given.
  const auto place = [&](std::size_t offset) {
    const std::size_t before = std::string("tests: [{name: t1, given: {" + lines + "}, expect: ").size();
    return "rules/R9.yaml:13:" + std::to_string(before + 1 + offset) + ": ";
  };
  EXPECT_EQ(of_grain("visit", "size(visit.lines) == 2", lines,
                     "[{outcome: hit, amount: 3.00, lines: [L2, L1]}, {visit: V2, outcome: clear}]"),
            "");
  EXPECT_EQ(of_grain("visit", "true", lines, "{visit: V2, outcome: hit, amount: 5.00, lines: [L1]}"),
            "rules/R9.yaml:13:9: test t1: visit V2\n    exp lines: L1\n    got lines: L3");
  EXPECT_EQ(of_grain("person_day", "lines.exists(x, x.item == 'A')", lines,
                     "[{outcome: hit, lines: [L1, L2]}, {day: 2025-03-02, outcome: clear}]"),
            "");
  EXPECT_EQ(of_grain("person", "size(person.visits) == 2", lines, "{outcome: hit, lines: [L1, L2, L3]}"), "");
  EXPECT_EQ(of_grain("visit", "true", lines, "{line: L1, outcome: hit}"),
            place(7) + "a test of grain visit says visit, not line");
  EXPECT_EQ(of_grain("person", "true", lines, "{visit: V1, outcome: hit}"),
            place(8) + "a test of grain person says no subject, not visit");
  EXPECT_EQ(of_grain("visit", "true", lines, "{visit: V7, outcome: hit}"), place(0) + "visit V7 is not given");
  EXPECT_EQ(of_grain("visit", "true", lines, "{outcome: clear, lines: [L1]}"),
            place(0) + "field goes with undecided, exception with excepted, amount and message with hit, lines too");
  EXPECT_EQ(of_grain("visit", "size(person.visits) == 4", "visits: [{repeat: 3}, {}]", "{visit: V1-3, outcome: hit}"),
            "");
  EXPECT_EQ(
      of_grain("visit", "true", "visits: [{repeat: many}]", "{outcome: hit}"),
      "rules/R9.yaml:13:46: repeat is how many times a row stands, or of a line, diagnosis, … `visit`, not 'many'");
}

// The lines blamed are each counted once, and the money is at most what was in scope for them.
TEST_F(RuleTests, BlameTheLinesTheRuleNames) {
  const auto lines_of = [&](const std::string& lines, const std::string& expect) {
    std::string text =
        rule_text("when: true\nlines: " + lines +
                  "\ntests: [{name: t1, given: {lines: [{item: A, day: 2025-03-01, in_scope: 1}, {item: "
                  "B, day: 2025-03-01, in_scope: -2}, {item: B, day: 2025-03-02, amount: 9}]}, expect: " +
                  expect + "}]\n");
    text.replace(text.find("grain: line"), 11, "grain: visit");
    text.replace(text.find("line.in_scope"), 13, "decimal('50')");
    text.replace(text.find("{line.in_scope}"), 15, "一");
    auto rule = parse_rule(text, "rules/R9.yaml", *schema_);
    if (!rule) return rule.error().text().substr(0, rule.error().text().find('\n'));
    const auto report = run_rule_tests(*rule, schema_, kinds_);
    if (!report) return report.error().text();
    return report->failures.empty() ? std::string() : report->failures[0].text();
  };
  EXPECT_EQ(lines_of("visit.lines", "{outcome: hit, amount: 10.00, lines: [L1, L2, L3]}"), "");
  EXPECT_EQ(lines_of("visit.lines[0]", "{outcome: hit, amount: 1.00, lines: [L1]}"), "");
  EXPECT_EQ(
      lines_of("'[visit.lines[2], visit.lines[0], visit.lines[2]]'", "{outcome: hit, amount: 10.00, lines: [L1, L3]}"),
      "");
  EXPECT_EQ(lines_of("visit.lines.filter(x, x.price > 1)", "{outcome: undecided, field: visit.lines.price}"), "");
  EXPECT_EQ(lines_of("visit.lines.filter(x, x.item == 'Z')", "{outcome: hit, amount: 0.00, lines: []}"), "");
  EXPECT_EQ(lines_of("visit", ""),
            "rules/R9.yaml:13:8: lines is a fee line or a list of fee lines, such as visit.lines");
}

TEST_F(RuleTests, MustCoverEachOutcome) {
  const std::string one = "{given: {}, expect: {outcome: ";
  const auto status_of = [&](const std::string& tests) {
    const Status status =
        check_test_coverage(rule_of("when: true\nexcept: {甲: 'false', 乙: 'false'}\ntests: [" + tests + "]\n"));
    return status ? std::string() : status.error().text();
  };
  EXPECT_EQ(status_of(one + "hit}}, " + one + "undecided}}"),
            "rules/R9.yaml:14:8: rule R9 has no test that expects outcome: clear; add one");
  const std::string three = "{given: {}, expect: [{outcome: hit}, {outcome: clear}, {outcome: undecided}]}";
  EXPECT_EQ(status_of(three + ", " + one + "excepted, exception: 甲}}"),
            "rules/R9.yaml:14:8: rule R9 has no test that expects exception: 乙; add one");
  EXPECT_EQ(status_of(three + ", " + one + "excepted, exception: 甲}}, " + one + "excepted, exception: 乙}}"), "");
}

}  // namespace
}  // namespace qiuhao::rules
