// What the language says to people whose text is wrong: place, sentence, mend and caret, to the letter.
#include <gtest/gtest.h>

#include "cel/test_world.h"

namespace qiuhao::cel {
namespace {

std::string refusal(const std::string& text, const Place& origin = {"rules/R0301.yaml", 14, 7, ""}) {
  const Environment environment = make_world();
  const auto program = compile(text, environment, Type::of(Kind::boolean), origin);
  return program ? "(compiles)" : program.error().text();
}

const Place kHere{"f", 1, 1, ""};

TEST(Errors, UnknownNamesAreOfferedTheNearest) {
  EXPECT_EQ(refusal("  line.qty > 3"),
            "rules/R0301.yaml:14:14: unknown field line.qty; did you mean line.quantity?\n"
            "    line.qty > 3\n"
            "         ^");
  EXPECT_EQ(refusal("lin.price > 3"),
            "rules/R0301.yaml:14:7: unknown name lin; did you mean line?\n"
            "  lin.price > 3\n"
            "  ^");
  EXPECT_EQ(refusal("person.sex.startWith('1')"),
            "rules/R0301.yaml:14:18: unknown function startWith; did you mean startsWith?\n"
            "  person.sex.startWith('1')\n"
            "             ^");
  EXPECT_EQ(refusal("ageyear(person.birth_date, line.day) > 3").substr(0, 75),
            "rules/R0301.yaml:14:7: unknown function ageyear; did you mean ageYears?\n  a");
  EXPECT_EQ(refusal("费用.单介 > 3"),
            "rules/R0301.yaml:14:10: unknown field 费用.单介; did you mean 费用.单价?\n"
            "  费用.单介 > 3\n"
            "       ^");
  EXPECT_NE(refusal("zzzzzz == 1").find("rules/R0301.yaml:14:7: unknown name zzzzzz; there is "), std::string::npos);
}

TEST(Errors, FullWidthPunctuationIsOfferedItsHalfWidthForm) {
  EXPECT_EQ(refusal("has（line.price)"),
            "rules/R0301.yaml:14:10: full-width （ outside a string; write ( instead\n"
            "  has（line.price)\n"
            "     ^");
  EXPECT_EQ(refusal("line.price ＞ 3").substr(0, 72),
            "rules/R0301.yaml:14:18: full-width ＞ outside a string; write > instead");
  EXPECT_NE(refusal("person.sex == “1”").find("full-width “ outside a string; write \" instead"), std::string::npos);
  EXPECT_NE(refusal("age > １").find("full-width １ outside a string; write 1 instead"), std::string::npos);
  EXPECT_NE(refusal("ａge > 1").find("full-width ａ outside a string; write a instead"), std::string::npos);
  EXPECT_EQ(refusal("person.sex == '（）'"), "(compiles)");
}

TEST(Errors, LinesAndColumnsCountInTheFile) {
  EXPECT_EQ(refusal("true &&\n  '值' == 3"),
            "rules/R0301.yaml:15:13: no == between string ('值') and int (3); put the number in quotes, or convert the "
            "text with int(…)\n"
            "    '值' == 3\n"
            "         ^");
  EXPECT_EQ(refusal("(true", kHere), "f:1:6: the expression ends where ) should follow; add it\n  (true\n       ^");
  EXPECT_EQ(refusal("true false", kHere),
            "f:1:6: false stands where an operator or the end should\n  true false\n       ^");
  EXPECT_EQ(refusal("", kHere), "f:1:1: the expression is empty; write one, such as true\n  \n  ^");
}

TEST(Errors, TypesAreNamed) {
  EXPECT_EQ(refusal("line.price", kHere),
            "f:1:1: the expression should be bool, but is decimal; compare it with a number, as in … > 0\n"
            "  line.price\n  ^");
  EXPECT_EQ(refusal("age && true", kHere), "f:1:1: && needs bool, but age is int\n  age && true\n  ^");
  EXPECT_EQ(refusal("line == 3", kHere), "f:1:6: no == between line (line) and int (3)\n  line == 3\n       ^");
  EXPECT_EQ(refusal("person.sex.matches('(')", kHere),
            "f:1:20: no regular expression: missing ): (; add it, or write [(] for the sign itself\n"
            "  person.sex.matches('(')\n                     ^");
  EXPECT_EQ(refusal("history.price > 3", kHere),
            "f:1:9: history is list(line) and has no field price; look into a list with exists, all, map or [0]\n"
            "  history.price > 3\n"
            "          ^");
  EXPECT_EQ(refusal("ageYears(person.birth_date)", kHere),
            "f:1:1: no ageYears(date); there is ageYears (date, date) -> int\n"
            "  ageYears(person.birth_date)\n"
            "  ^");
  EXPECT_EQ(refusal("age = 3", kHere), "f:1:5: = is no operator here; write == instead\n  age = 3\n      ^");
  EXPECT_EQ(refusal("history.exists(x)", kHere),
            "f:1:9: exists is written as list.exists(x, condition) -> bool\n  history.exists(x)\n          ^");
}

TEST(Errors, SayTheMend) {
  EXPECT_EQ(refusal("true)", kHere),
            "f:1:5: ) stands where an operator or the end should; take it out, or open it with (\n  true)\n      ^");
  EXPECT_NE(refusal("true and false").find("; write && for it"), std::string::npos);
  EXPECT_NE(refusal("line.day > 3").find("; count days with daysBetween(…)"), std::string::npos);
  EXPECT_NE(refusal("line.zzz > 3").find("unknown field line.zzz; there is "), std::string::npos);
  EXPECT_NE(refusal("zzzzzzzz(1)").find("; docs/reference/rule-language.md lists the functions"), std::string::npos);
  EXPECT_NE(refusal("person.sex.matches('(a+)+\\1')").find("; write \\\\ for a backslash"), std::string::npos);
  EXPECT_NE(refusal("person.sex.matches(r'(a+)+\\1')").find("there are no back references"), std::string::npos);
  EXPECT_NE(refusal("person.sex.matches(r'a(?=b)')").find("there is no looking ahead"), std::string::npos);
  EXPECT_NE(refusal("person.sex.matches('a{2000}')").find("at most 1000 times"), std::string::npos);
}

TEST(Limits, AreErrorsNotCrashes) {
  EXPECT_NE(refusal(std::string(300, '(') + "true" + std::string(300, ')')).find("nested more than 250 deep"),
            std::string::npos);
  EXPECT_NE(refusal(std::string(5000, '!') + "true").find("nested more than 250 deep"), std::string::npos);
  EXPECT_NE(refusal(std::string(5000, '[')).find("nested more than 250 deep"), std::string::npos);
  std::string sum = "1", ands = "true", list = "1 in [1";
  for (int i = 0; i < 5000; ++i) sum += "+1";
  for (int i = 0; i < 5000; ++i) ands += "&&true";
  for (int i = 0; i < 12'000; ++i) list += ",1";
  EXPECT_NE(refusal(sum + " == 1").find("nested more than 250 deep"), std::string::npos);
  std::string map = "{";
  for (int i = 0; i < 150; ++i) map += std::to_string(i) + ": " + std::to_string(2 * i) + ", ";
  EXPECT_EQ(outcome_of(map + "}[149]"), "298");
  EXPECT_NE(refusal(map + "999: 1}").find("more than 150 items"), std::string::npos);
  EXPECT_EQ(refusal(ands), "(compiles)");
  EXPECT_NE(refusal(list + "]").find("more than 10000 items"), std::string::npos);
  EXPECT_NE(refusal(std::string(70'000, ' ')).find("more than 65536"), std::string::npos);
  EXPECT_NE(refusal("'\xff' == ''").find("not UTF-8"), std::string::npos);
}

TEST(Limits, RegularExpressionsAreFewAndSmall) {
  std::string many = "person.sex.matches('a')", large = "person.sex.matches('" + std::string(1001, 'a') + "')";
  for (int i = 0; i < 100; ++i) many += " || person.sex.matches('.{500}')";
  EXPECT_NE(refusal(many).find("more than 100 regular expressions"), std::string::npos);
  EXPECT_NE(refusal(large).find("at most 1000 bytes"), std::string::npos);
  EXPECT_NE(refusal("person.sex.matches('(a{1000}){1000}')").find("no regular expression"), std::string::npos);
  World world;
  world.set(kPersonStruct, kSex, Value::of_text("1"));
  EXPECT_EQ(outcome_of("person.sex.matches(person.sex + '$')", world), "true");
  EXPECT_EQ(outcome_of("person.sex.matches(person.sex + '(')", world),
            "error: no regular expression of at most 1000 bytes");
}

TEST(Limits, EvaluationEnds) {
  std::string loops = "a + b + c + d + e + f + g + h + i + j > 0";
  for (char v = 'j'; v >= 'a'; --v) loops = "[1,2,3,4,5,6,7,8,9,0].all(" + std::string(1, v) + ", " + loops + ")";
  World world;
  // Ten loops of ten inside each other are ten thousand million turns.
  EXPECT_EQ(outcome_of(loops, world), "error: the evaluation takes too many steps or too much memory");
  std::string doubled = "['ab']";
  for (int i = 0; i < 60; ++i) doubled += ".map(x, x + x)";
  EXPECT_EQ(outcome_of(doubled + "[0].size()", world), "error: the evaluation takes too many steps or too much memory");
  std::string shared = "[1]";
  for (int i = 0; i < 60; ++i) shared = "cel.bind(x, " + shared + ", [x, x])";
  EXPECT_EQ(outcome_of("cel.bind(y, " + shared + ", y == y + [])", world),
            "error: the evaluation takes too many steps or too much memory");
}

}  // namespace
}  // namespace qiuhao::cel
