// Writing a text in the other language and back: the same text again, and the same meaning in between.
#include <gtest/gtest.h>

#include <random>

#include "cel/message.h"
#include "cel/test_world.h"

namespace qiuhao::cel {
namespace {

Result<Program> compiled(const std::string& text, const Environment& environment) {
  return compile(text, environment, Type::any(), {"f", 1, 1, ""});
}

std::string chinese_of(const std::string& text) {
  const Environment environment = make_world();
  const auto program = compiled(text, environment);
  if (!program) return program.error().text();
  return write_names(text, program->name_uses(), Language::chinese);
}

std::string english_of(const std::string& text) {
  const Environment environment = make_world();
  const auto program = compiled(text, environment);
  if (!program) return program.error().text();
  return write_names(text, program->name_uses(), Language::english);
}

TEST(Names, OnlyWhatWasResolvedIsRewritten) {
  EXPECT_EQ(chinese_of("line.price  >  k.cap // line.price stays here\n && person.sex == 'line.price'"),
            "费用.单价  >  知识.限价 // line.price stays here\n && 参保人.性别 == 'line.price'");
  EXPECT_EQ(chinese_of("has(line.price) && line . price > 1.50"), "has(费用.单价) && 费用 . 单价 > 1.50");
  EXPECT_EQ(chinese_of("history.exists(x, x.price > line.price)"), "history.exists(x, x.单价 > 费用.单价)");
  EXPECT_EQ(chinese_of("{'price': 1}.price == 1"), "{'price': 1}.price == 1");
  EXPECT_EQ(chinese_of("line.`price` > 1"), "费用.单价 > 1");
  EXPECT_EQ(chinese_of("line.?price.orValue(decimal('0')) > 1.0"), "费用.?单价.orValue(decimal('0')) > 1.0");
  EXPECT_EQ(chinese_of(".line.price > 1"), ".费用.单价 > 1");
  EXPECT_EQ(chinese_of("ageYears(date('2000-01-01'), line.day) > age"),
            "ageYears(date('2000-01-01'), 费用.日期) > 年龄");
  EXPECT_EQ(english_of("费用.单价 > line.quantity"), "line.price > line.quantity");
}

// Where the other spelling would mean something else, the name stays.
TEST(Names, ALoopVariableIsNotCaptured) {
  EXPECT_EQ(chinese_of("history.exists(费用, 费用.price > line.price)"), "history.exists(费用, 费用.单价 > line.单价)");
  EXPECT_EQ(english_of("history.exists(line, line.单价 > 费用.单价)"), "history.exists(line, line.price > 费用.price)");
  EXPECT_EQ(chinese_of("history.exists(line, line.price > 1) && line.price > 2"),
            "history.exists(line, line.单价 > 1) && 费用.单价 > 2");
}

TEST(Names, MessagesAreRewrittenInsideTheirBraces) {
  const Environment environment = make_world();
  const std::string text = "line.price {line.price} {{line.price}} {k.cap}";
  const auto message = compile_message(text, environment, {});
  ASSERT_TRUE(message) << message.error().text();
  EXPECT_EQ(write_names(text, message->name_uses(), Language::chinese),
            "line.price {费用.单价} {{line.price}} {知识.限价}");
}

// Expressions of all shapes over the world's names.
class Writer {
 public:
  explicit Writer(unsigned seed) : random_(seed) {}

  std::string boolean(int depth) {
    switch (pick(depth > 0 ? 9 : 3)) {
      case 0: return decimal(depth - 1) + blank() + "<" + blank() + decimal(depth - 1);
      case 1: return "person.sex" + blank() + "==" + blank() + words();
      case 2: return "has(" + std::string(pick(2) == 0 ? "line.price" : "k.age_max") + ")";
      case 3: return boolean(depth - 1) + blank() + "&&" + blank() + boolean(depth - 1);
      case 4: return "(" + boolean(depth - 1) + blank() + "||" + blank() + boolean(depth - 1) + ")";
      case 5: return "!(" + boolean(depth - 1) + ")";
      case 6: return std::string("history.exists(") + local() + ", " + boolean(depth - 1) + ")";
      case 7: return "line.item_name in [" + words() + ", visit.kind]";
      default: return "(" + boolean(depth - 1) + " ? " + boolean(depth - 1) + " : " + boolean(depth - 1) + ")";
    }
  }

 private:
  std::string decimal(int depth) {
    static constexpr const char* kLeaves[] = {"line.price", "line.quantity", "k.cap", "1.50", "decimal('3')"};
    if (depth <= 0 || pick(3) == 0) return kLeaves[pick(5)];
    if (pick(3) == 0) {
      return "cel.bind(" + std::string(local()) + ", line.price, " + decimal(depth - 1) + ")";
    }
    if (pick(4) == 0) return "history.map(x, x.price).sum()";
    return "(" + decimal(depth - 1) + blank() + (pick(2) == 0 ? "+" : "-") + blank() + decimal(depth - 1) + ")";
  }
  std::string words() {
    static constexpr const char* kWords[] = {"'1'", "'line.price'", "\"费用.单价\"", "'''a\nline'''", "visit.kind"};
    return kWords[pick(5)];
  }
  // Some names are those of variables, in either language.
  const char* local() {
    static constexpr const char* kLocals[] = {"x", "row", "费用", "line", "知识", "单价", "price", "年龄"};
    return kLocals[pick(8)];
  }
  std::string blank() {
    static constexpr const char* kBlanks[] = {"", " ", "  ", "\n", " // line.price\n"};
    return kBlanks[pick(5)];
  }
  unsigned pick(unsigned count) { return std::uniform_int_distribution<unsigned>(0, count - 1)(random_); }

  std::mt19937 random_;
};

TEST(Names, RandomTextsComeBack) {
  const Environment environment = make_world();
  std::size_t rewritten = 0;
  for (unsigned seed = 1; seed <= 4'000; ++seed) {
    const std::string text = Writer(seed).boolean(4);
    const auto english = compiled(text, environment);
    if (!english) continue;  // a loop variable may hide what the text needs
    const std::string chinese = write_names(text, english->name_uses(), Language::chinese);
    const auto other = compiled(chinese, environment);
    ASSERT_TRUE(other) << "seed " << seed << "\n" << text << "\n" << chinese << "\n" << other.error().text();
    EXPECT_EQ(other->fields(), english->fields()) << text;
    EXPECT_EQ(other->variables(), english->variables()) << text;
    EXPECT_EQ(write_names(chinese, other->name_uses(), Language::english), text) << "seed " << seed;
    rewritten += chinese != text ? 1U : 0U;
  }
  EXPECT_GT(rewritten, 1'500U);
}

TEST(Constants, WhatAlwaysFailsIsNamed) {
  const Environment environment = make_world();
  const auto refusal = [&](const std::string& text, Language language) {
    const auto program = compiled(text, environment);
    if (!program) return program.error().text();
    const Status status = program->check_constants();
    return status ? std::string() : status.error().text(language);
  };
  EXPECT_EQ(refusal("line.price > 1/0", Language::english),
            "f:1:15: this fails whatever the data: division by zero; mend or remove it\n"
            "  line.price > 1/0\n"
            "                ^");
  EXPECT_EQ(refusal("line.price > 1/0", Language::chinese),
            "f:1:15: 无论数据如何，这里总会出错：除数为 0；请改正或删除\n"
            "  line.price > 1/0\n"
            "                ^");
  EXPECT_NE(refusal("true || date('2026-13-01') == line.day", Language::english), "");
  EXPECT_NE(refusal("history.all(x, int('a') > 1)", Language::english), "");
  EXPECT_EQ(refusal("[1, 0].all(x, 1 / x > 0)", Language::english), "");
  EXPECT_EQ(refusal("line.price / k.cap > 0 && has(line.price) && ageYears(person.birth_date, line.day) > 1 + 2",
                    Language::english),
            "");
}

}  // namespace
}  // namespace qiuhao::cel
