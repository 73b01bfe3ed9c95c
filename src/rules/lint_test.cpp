// Lints say what was hardly meant, with place and mend, in both languages; and nothing of a rule that is well.
#include "rules/lint.h"

#include <gtest/gtest.h>

#include "rules/test_world.h"

namespace qiuhao::rules {
namespace {

std::vector<Lint> lints_of(const std::string& rest) {
  const auto schema = shipped_schema();
  const auto rule = parse_rule(rule_text(rest), "R9.yaml", *schema);
  EXPECT_TRUE(rule) << rule.error().text();
  if (!rule) return {};
  auto lints = lint_rule(*rule, schema, shipped_kinds());
  EXPECT_TRUE(lints) << lints.error().text();
  return lints ? *lints : std::vector<Lint>{};
}

// The findings of one code, as "line:column sentence".
std::string lints_of(const std::string& rest, std::string_view code, Language language = Language::english) {
  std::string text;
  for (const Lint& lint : lints_of(rest)) {
    if (lint.code != code) continue;
    if (!text.empty()) text += "\n";
    text +=
        std::to_string(lint.place.line) + ":" + std::to_string(lint.place.column) + " " + lint.sentence.in(language);
    EXPECT_NE(lint.sentence.chinese, "");
    EXPECT_EQ(lint.text(Language::english).find("R9.yaml:" + std::to_string(lint.place.line)), 0U);
  }
  return text;
}

TEST(Lint, ACodeThatNoTableHas) {
  EXPECT_EQ(lints_of("when: line.takeaway == '2'\ntests: []\n", "unknown_code"),
            "12:24 '2' is no code of line.takeaway; its codes are '0' 否, '1' 是");
  EXPECT_EQ(lints_of("when: 费用.出院带药标志 in ['0', '3']\ntests: []\n", "unknown_code", Language::chinese),
            "12:26 “3”不是出院带药标志的代码；可用代码：'0' 否, '1' 是");
  EXPECT_EQ(
      lints_of("when: line.takeaway == '1' && line.item == 'X' && '1' != person.sex\ntests: []\n", "unknown_code"), "");
}

// Also in what windows look for and calculate.
TEST(Lint, ACodeInsideAWindow) {
  EXPECT_EQ(lints_of("windows: {w: {same: line, by: [visit.id], where: r.takeaway == '7'}}\nwhen: size(w) > 1\n"
                     "tests: []\n",
                     "unknown_code")
                .substr(0, 39),
            "12:64 '7' is no code of r.takeaway; its");
  std::string text = rule_text(
      "windows: {m: {peer: \"share(visit.kind == 'hotel')\", of: [provider.id, month], group: "
      "[month], min_n: 1}}\nwhen: m.n > 0\ntests: []\n");
  const std::pair<std::string, std::string> changes[] = {
      {"grain: line", "grain: provider_period"}, {"line.in_scope", "decimal('0')"}, {"line.in_scope", "m.n"}};
  for (const auto& [from, to] : changes) {
    text.replace(text.find(from), from.size(), to);
  }
  const auto schema = shipped_schema();
  const auto rule = parse_rule(text, "R9.yaml", *schema);
  ASSERT_TRUE(rule) << rule.error().text();
  const auto lints = lint_rule(*rule, schema, shipped_kinds());
  ASSERT_TRUE(lints) << lints.error().text();
  ASSERT_FALSE(lints->empty());
  EXPECT_EQ(lints->front().text(Language::english).substr(0, 50), "R9.yaml:12:42: 'hotel' is no code of visit.kind; i");
}

TEST(Lint, ARuleWithoutTests) {
  EXPECT_EQ(lints_of("when: true\ntests: []\n", "missing_test"),
            "13:8 rule R9 has no test that expects outcome: hit; add one");
}

TEST(Lint, AnOptionalFieldComparedBare) {
  EXPECT_EQ(lints_of("when: line.department == 'D1'\ntests: []\n", "absent_compared").substr(0, 22),
            "12:7 line.department m");
  EXPECT_NE(lints_of("when: line.department != 'D1'\ntests: []\n", "absent_compared"), "");
  EXPECT_NE(lints_of("when: '!(line.department == person.sex)'\ntests: []\n", "absent_compared"), "");
  EXPECT_NE(
      lints_of("when: line.department == 'D1'\ntests: []\n", "absent_compared", Language::chinese).find("可能没有值"),
      std::string::npos);
  EXPECT_EQ(lints_of("when: has(line.department) && line.department == 'D1'\ntests: []\n", "absent_compared"), "");
  // A field that every row has, and one whose absence a test shows.
  EXPECT_EQ(lints_of("when: line.quantity == 1\ntests: []\n", "absent_compared"), "");
  EXPECT_EQ(lints_of("when: line.department == 'D1'\n"
                     "tests: [{given: {line: {item: A, day: 2025-03-01}}, expect: {outcome: undecided, field: "
                     "line.department}}]\n",
                     "absent_compared"),
            "");
}

TEST(Lint, GettersOfTimestamps) {
  EXPECT_EQ(
      lints_of("when: line.time.getMonth() == 1\ntests: []\n", "timestamp_getter"),
      "12:17 getMonth counts months from 0 and reads the time in UTC, eight hours behind Beijing; take the local day "
      "with date(…) and compare days, or use daysBetween, ageYears or isoWeek");
  EXPECT_EQ(lints_of("when: line.time.getDate('+08:00') == 1\ntests: []\n", "timestamp_getter"), "");
  EXPECT_NE(lints_of("when: line.time.getMonth('+08:00') == 1\ntests: []\n", "timestamp_getter"), "");
  EXPECT_NE(lints_of("when: line.time.getFullYear() == 2025\ntests: []\n", "timestamp_getter", Language::chinese)
                .find("按 UTC 取值"),
            std::string::npos);
}

std::string tests_with(const std::vector<std::string>& quantities) {
  std::string text = "tests:\n";
  for (const std::string& quantity : quantities) {
    text += "  - {given: {line: {item: A, day: 2025-03-01, quantity: " + quantity + "}}, expect: {outcome: clear}}\n";
  }
  return text;
}

TEST(Lint, AClauseThatIsAlwaysTheSame) {
  const std::string when = "when: >\n  line.quantity > 0.0\n  && (line.quantity > 5.0 || line.quantity > 100.0)\n";
  EXPECT_EQ(lints_of(when + tests_with({"1", "6", "7"}), "always_true"),
            "13:3 line.quantity > 0.0 is true on all 3 subjects seen; remove it, or add a test in which it is false");
  EXPECT_EQ(lints_of(when + tests_with({"1", "6", "7"}), "always_false").substr(0, 36),
            "14:30 line.quantity > 100.0 is false");
  EXPECT_EQ(lints_of(when + tests_with({"0", "6", "101"}), "always_true"), "");
  EXPECT_EQ(lints_of(when + tests_with({"0", "6", "101"}), "always_false"), "");
  // Two subjects say nothing yet.
  EXPECT_EQ(lints_of(when + tests_with({"1", "6"}), "always_true"), "");
}

TEST(Lint, WhatNoFormulaReads) {
  EXPECT_EQ(lints_of("let: {a: '1', b: a + 1, c: '2'}\nwindows: {w: {same: line, by: [visit.id]}, x: {same: line, by: "
                     "[line.day]}}\nwhen: b > 1 && size(w) > 0\ntests: []\n",
                     "unused_let"),
            "12:25 let c is read by no formula; remove it");
  EXPECT_EQ(lints_of("windows: {w: {same: line, by: [visit.id]}}\nwhen: true\ntests: []\n", "unused_window",
                     Language::chinese),
            "12:11 窗口 w 没有公式用到；请删除");
}

TEST(Lint, EveryShippedRuleCanBeLinted) {
  const auto schema = shipped_schema();
  const auto rules = load_rules({QIUHAO_SOURCE_DIR "/policy/rules"}, {}, *schema);
  ASSERT_TRUE(rules);
  for (const Rule& rule : *rules) {
    const auto lints = lint_rule(rule, schema, shipped_kinds());
    ASSERT_TRUE(lints) << rule.code << lints.error().text();
    for (const Lint& lint : *lints) {
      // Their tests need not show every clause both ways; anything else would be a mistake of ours.
      EXPECT_TRUE(lint.code == "always_true" || lint.code == "always_false") << lint.text(Language::english);
    }
  }
}

}  // namespace
}  // namespace qiuhao::rules
