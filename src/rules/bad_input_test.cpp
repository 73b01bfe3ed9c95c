// Bad input as people make it, and as attackers do: each is one sentence with place and mend, in both languages, and
// reading goes on to show the other mistakes.
#include <gtest/gtest.h>

#include <chrono>

#include "rules/rule_tests.h"
#include "rules/test_world.h"

namespace qiuhao::rules {
namespace {

std::string many(std::string_view piece, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += piece;
  return text;
}

struct Bad {
  const char* what;
  std::string rest;     // of the rule file, from line 12
  int line;             // of the first mistake
  const char* english;  // part of its sentence
  const char* chinese;
  const char* grain = "line";
};

std::vector<Bad> bad_rules() {
  const std::string tests = "tests: []\n";
  return {
      {"unbalanced bracket", "when: (line.quantity > 1\n" + tests, 12, "the expression ends where ) should follow",
       "后面还应有 )"},
      {"closing bracket", "when: line.quantity > 1)\n" + tests, 12, ") stands where an operator or the end should",
       "这里写了 )，此处应为 运算符或结尾；请删除，或在前面补上 ("},
      {"100,000 parentheses", "when: >-\n  " + many("(", 30'000) + "true" + many(")", 30'000) + "\n" + tests, 13,
       "nested more than 250 deep; split it", "嵌套超过 250 层；请拆开"},
      {"too long a text", "when: " + many("(", 100'000) + "true" + many(")", 100'000) + "\n" + tests, 12,
       "more than 65536; split it", "超过 65536；请拆开"},
      {"1/0", "when: line.quantity > 1/0\n" + tests, 12, "division by zero; mend or remove it",
       "除数为 0；请改正或删除"},
      {"expression of catastrophic form with a back reference", "when: line.item_name.matches('(a+)+\\\\1$')\n" + tests,
       12, "no regular expression", "不是正则表达式"},
      {"repetition beyond memory", "when: line.item_name.matches('((a{1,1000}){1,1000}){1,1000}')\n" + tests, 12,
       "no regular expression", "不是正则表达式"},
      {"unknown field", "when: line.quantitiy > 1\n" + tests, 12, "did you mean line.quantity?",
       "没有字段 line.quantitiy；是不是 line.quantity？"},
      {"unknown Chinese field", "when: 费用.数目 > 1\n" + tests, 12, "did you mean 费用.数量?", "是不是 费用.数量？"},
      {"full-width bracket", "when: has（line.price)\n" + tests, 12, "full-width （ outside a string; write ( instead",
       "字符串之外有全角 （；请改写为 ("},
      {"window on a field that the grain lacks",
       "windows: {w: {same: line, by: [person.id, line.item]}}\nwhen: size(w) > 1\n" + tests, 12,
       "grain visit has no line to share line.item with; write fields of visit, provider or person",
       "grain visit 没有 line，无法按 line.item 归组；请写 visit、provider 或 person 的字段", "visit"},
      {"window on a field that is not", "windows: {w: {same: line, by: [line.dya]}}\nwhen: true\n" + tests, 12,
       "'line.dya'", "“line.dya”"},
      {"exception on an unknown field", "when: true\nexcept: {a: 'line.qty > 1'}\n" + tests, 13,
       "did you mean line.quantity?", "是不是 line.quantity？"},
  };
}

bool has_chinese(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char byte) {
    return static_cast<unsigned char>(byte) >= 0xE4 && static_cast<unsigned char>(byte) <= 0xE9;
  });
}

void expect_told(const Error& error, const Bad& bad) {
  EXPECT_EQ(error.place.file, "R9.yaml") << bad.what;
  EXPECT_EQ(error.place.line, bad.line) << bad.what << "\n" << error.text();
  EXPECT_GT(error.place.column, 0) << bad.what;
  EXPECT_NE(error.text().find(bad.english), std::string::npos) << bad.what << "\n" << error.text();
  EXPECT_NE(error.text(Language::chinese).find(bad.chinese), std::string::npos) << bad.what << "\n"
                                                                                << error.text(Language::chinese);
  EXPECT_TRUE(has_chinese(error.chinese)) << bad.what;
  EXPECT_LT(error.text().size(), 1'000U) << bad.what;  // of a huge text only a part is shown
}

TEST(BadInput, IsToldInBothLanguages) {
  const auto schema = shipped_schema();
  for (const Bad& bad : bad_rules()) {
    const auto begun = std::chrono::steady_clock::now();
    std::string text = rule_text(bad.rest);
    const std::string grain = "grain: line", amount = "line.in_scope";
    text.replace(text.find(grain), grain.size(), std::string("grain: ") + bad.grain);
    for (std::size_t at = 0; *bad.grain == 'v' && (at = text.find(amount)) != std::string::npos;) {
      text.replace(at, amount.size(), "decimal('1')");
    }
    const RuleReading reading = parse_rule_all(text, "R9.yaml", *schema);
    EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(5)) << bad.what;
    ASSERT_FALSE(reading.rule) << bad.what;
    ASSERT_FALSE(reading.errors.empty()) << bad.what;
    expect_told(reading.errors[0], bad);
  }
}

TEST(BadInput, MessagesWithBadBraces) {
  struct BadMessage {
    const char* text;
    int column;
    const char* english;
    const char* chinese;
  };
  const BadMessage messages[] = {
      {"'{line.qty}'", 17, "did you mean line.quantity?", "是不是 line.quantity？"},
      {"'{line.price'", 11, "is not closed; end it with }, or write {{ for a brace", "请用 } 结束，要写花括号请写 {{"},
      {"'a } b'", 13, "closes nothing; take it out, or write }} for a brace",
       "没有对应的 {；请删除，要写花括号请写 }}"},
      {"'{}'", 11, "nothing stands inside {}; write a formula such as {line.quantity}", "里没有内容；请写公式"},
      {"'{1/0}'", 13, "division by zero; mend or remove it", "除数为 0；请改正或删除"},
  };
  for (const BadMessage& message : messages) {
    std::string text = rule_text("when: true\ntests: []\n");
    const std::string good = "涉及 {line.in_scope} 元";
    text.replace(text.find(good), good.size(), message.text);
    const auto rule = parse_rule(text, "R9.yaml", *shipped_schema());
    ASSERT_FALSE(rule) << message.text;
    EXPECT_EQ(rule.error().place.line, 11) << message.text;
    EXPECT_EQ(rule.error().place.column, message.column) << message.text << rule.error().text();
    EXPECT_NE(rule.error().text().find(message.english), std::string::npos) << rule.error().text();
    EXPECT_NE(rule.error().text(Language::chinese).find(message.chinese), std::string::npos)
        << rule.error().text(Language::chinese);
  }
}

// A form that keeps other engines busy for centuries is harmless here: RE2's time is linear in the text.
TEST(BadInput, CatastrophicExpressionsAreLinear) {
  const std::string text = rule_text(
      "when: line.item_name.matches('^(a+)+$') || line.item_name.matches('^(a|a)*b$')\n"
      "tests: [{given: {line: {item: A, day: 2025-03-01, item_name: " +
      many("a", 5'000) + "!}}, expect: {outcome: clear}}]\n");
  const auto schema = shipped_schema();
  const auto rule = parse_rule(text, "R9.yaml", *schema);
  ASSERT_TRUE(rule) << rule.error().text();
  const auto begun = std::chrono::steady_clock::now();
  const auto report = run_rule_tests(*rule, schema, shipped_kinds());
  ASSERT_TRUE(report) << report.error().text();
  EXPECT_EQ(report->failed, 0U);
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(5));
}

TEST(BadInput, TwoRulesOfOneCode) {
  const auto rule = parse_rule(rule_text("when: true\ntests: []\n"), "rules/b.yaml", *shipped_schema());
  ASSERT_TRUE(rule) << rule.error().text();
  const Error error = same_code(*rule, "rules/a.yaml");
  EXPECT_EQ(error.text(), "rules/b.yaml:1:7: has the code R9 of rules/a.yaml; give it another");
  EXPECT_EQ(error.text(Language::chinese), "rules/b.yaml:1:7: 与 rules/a.yaml 的编码同为 R9；请换一个编码");
}

// A document that doubles with every alias is refused at the first alias; a deep one at the 64th level.
TEST(BadInput, BombsOfYaml) {
  std::string bomb = "a0: &a0 [x, x]\n";
  for (int i = 1; i < 40; ++i) {
    const std::string name = "a" + std::to_string(i), last = "a" + std::to_string(i - 1);
    bomb += name + ": &" + name + " [*" + last + ", *" + last + "]\n";
  }
  for (const std::string& text : {bomb, many("[", 100'000), many("{a: ", 50'000), many("- ", 50'000)}) {
    const RuleReading reading = parse_rule_all(text, "R9.yaml", *shipped_schema());
    ASSERT_EQ(reading.errors.size(), 1U);
    const Error& error = reading.errors[0];
    EXPECT_GT(error.place.line, 0);
    const bool is_alias = text == bomb;
    EXPECT_NE(error.text().find(is_alias ? "; write the value out" : "; flatten it"), std::string::npos)
        << error.text();
    EXPECT_NE(error.chinese.find(is_alias ? "；请把值写出来" : "；请减少层次"), std::string::npos) << error.chinese;
  }
}

// One mistake does not hide the next.
TEST(BadInput, AllMistakesOfAFileAreTold) {
  std::string rest = "let:\n";
  for (int i = 0; i < 20; ++i) rest += "  a" + std::to_string(i) + ": line.qty" + std::to_string(i) + " + (\n";
  const RuleReading reading =
      parse_rule_all(rule_text(rest + "when: 1/0 > 1\ntests: []\n"), "R9.yaml", *shipped_schema());
  EXPECT_EQ(reading.errors.size(), 21U);
  for (const Error& error : reading.errors) EXPECT_TRUE(has_chinese(error.chinese)) << error.text();
}

}  // namespace
}  // namespace qiuhao::rules
