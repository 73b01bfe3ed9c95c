// Rules in the other language: every shipped rule goes to Chinese and back to the same bytes, means the same in
// between, and every name that a formula can use has a Chinese one.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "cel/functions/environment.h"
#include "rules/rule_tests.h"
#include "rules/test_world.h"
#include "rules/world.h"

namespace qiuhao::rules {
namespace {

std::vector<Rule> shipped_rules() {
  auto rules = load_rules({QIUHAO_SOURCE_DIR "/policy/rules"}, {}, *shipped_schema());
  EXPECT_TRUE(rules) << rules.error().text();
  return rules ? std::move(*rules) : std::vector<Rule>{};
}

TEST(ChineseForm, EveryShippedRuleComesBackTheSame) {
  const auto schema = shipped_schema();
  const auto rules = shipped_rules();
  ASSERT_GE(rules.size(), 14U);
  const knowledge::Kinds kinds = shipped_kinds();
  for (const Rule& rule : rules) {
    EXPECT_EQ(rule_in(rule, Language::english), rule.text) << rule.code;
    const std::string chinese = rule_in(rule, Language::chinese);
    EXPECT_NE(chinese, rule.text);
    const auto other = parse_rule(chinese, rule.file, *schema);
    ASSERT_TRUE(other) << rule.code << "\n" << other.error().text() << "\n" << chinese;
    EXPECT_EQ(rule_in(*other, Language::english), rule.text) << rule.code;
    EXPECT_EQ(rule_in(*other, Language::chinese), chinese) << rule.code;
    EXPECT_EQ(other->when[0].fields(), rule.when[0].fields());
    EXPECT_EQ(other->amount[0].fields(), rule.amount[0].fields());
    const auto report = run_rule_tests(*other, schema, kinds);
    ASSERT_TRUE(report) << report.error().text();
    EXPECT_EQ(report->failed, 0U) << rule.code;
    EXPECT_GT(report->passed, 0U) << rule.code;
    // Nothing that could be written in Chinese is still in English.
    for (const cel::NameUse& use : other->names) EXPECT_EQ(chinese.substr(use.begin, use.end - use.begin), use.chinese);
    EXPECT_EQ(other->names.size(), rule.names.size()) << rule.code;
  }
}

TEST(ChineseForm, EveryNameHasAChineseOne) {
  for (std::size_t grain = 0; grain < kGrains; ++grain) {
    const auto environment = make_environment(*shipped_schema(), {static_cast<Grain>(grain), true});
    for (const cel::VariableEntry& variable : environment.tables().variables) {
      EXPECT_FALSE(variable.alias.empty()) << variable.name;
    }
    for (const cel::StructEntry& owner : environment.tables().structs) {
      for (const cel::FieldEntry& field : owner.fields) EXPECT_FALSE(field.alias.empty()) << owner.name << field.name;
    }
  }
}

TEST(ChineseForm, EveryFormOfScalarIsFollowed) {
  const std::string text = rule_text(
      "knowledge: {table: drug_sex, key: line.item, as_of: line.day}\n"
      "windows: {w: {same: line, by: [visit.id, k.point], where: \"r.quantity > 0 # no comment\"}}\n"
      "let: {'n': 'size(w) + 0', m: \"w.filter(x,\\n  x.item_name == \\\"line.price\\\").size()\"}\n"
      "# line.price in a comment\n"
      "when: >\n"
      "  n > 0   // line.price here\n"
      "\n"
      "  && person.sex == 'line.price'\n"
      "  && line.quantity > 1.0\n"
      "except: {'line.price': 'person.sex == ''1'' && line.quantity > 2.0'}\n"
      "tests:\n"
      "  - given: {line: {item: A1, quantity: 1}, visits: [{id: V1, days: 2}]}\n"
      "    expect: {outcome: undecided, field: line.price}\n");
  const std::string fixed = [&] {
    std::string changed = text;
    changed.replace(changed.find(" # no comment"), 13, " || false");
    changed.replace(changed.find("   // line.price here"), 21, "");
    return changed;
  }();
  const auto rule = parse_rule(fixed, "R9.yaml", *shipped_schema());
  ASSERT_TRUE(rule) << rule.error().text();
  const std::string chinese = rule_in(*rule, Language::chinese);
  for (const std::string part :
       {"key: 费用.医保目录编码, as_of: 费用.费用日期", "by: [就诊.就诊流水号, 知识点.知识点编号]",
        "\"行.数量 > 0 || false\"", "w.filter(x,\\n  x.医保目录名称 == \\\"line.price\\\").size()",
        "# line.price in a comment\n", "\n\n  && 参保人.性别 == 'line.price'\n  && 费用.数量 > 1.0\n",
        "{'line.price': '参保人.性别 == ''1'' && 费用.数量 > 2.0'}",
        "{line: {医保目录编码: A1, 数量: 1}, visits: [{就诊流水号: V1, 在院天数: 2}]}", "field: 费用.单价}"}) {
    EXPECT_NE(chinese.find(part), std::string::npos) << part << "\n" << chinese;
  }
  const auto other = parse_rule(chinese, "R9.yaml", *shipped_schema());
  ASSERT_TRUE(other) << other.error().text();
  EXPECT_EQ(rule_in(*other, Language::english), fixed);
}

// Mistakes are told where an editor shows them, whatever the form of the scalar.
TEST(ChineseForm, MistakesPointIntoTheFile) {
  const auto place = [](const std::string& rest) {
    const auto rule = parse_rule(rule_text(rest + "tests: []\n"), "R9.yaml", *shipped_schema());
    return rule ? std::string("right") : fmt::format("{}:{}", rule.error().place.line, rule.error().place.column);
  };
  EXPECT_EQ(place("when: line.qty > 0\n"), "12:12");
  EXPECT_EQ(place("when: 'line.qty > 0'\n"), "12:13");
  EXPECT_EQ(place("when: >\n  true\n  && line.qty > 0\n"), "14:11");
  EXPECT_EQ(place("when: |\n  true\n    && line.qty > 0\n"), "14:13");
  EXPECT_EQ(place("when: true\nexcept: {放化疗等: \"参保人.性别 == '男' || line.qty > 0\"}\n"), "13:39");
  EXPECT_EQ(place("when: line.price > 1/0\n"), "12:21");
}

}  // namespace
}  // namespace qiuhao::rules
