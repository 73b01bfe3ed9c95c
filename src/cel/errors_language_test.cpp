// Every sentence exists in both languages: those of compiling, over texts with every kind of mistake, and those that
// run-time errors carry, as the sources have them.
#include <gtest/gtest.h>
#include <re2/re2.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "cel/message.h"
#include "cel/test_world.h"
#include "cel/values/error_words.h"

namespace qiuhao::cel {
namespace {

bool has_chinese(std::string_view text) {
  for (const char byte : text) {
    // The lead byte of U+4000..U+9FFF; quotation marks alone are no Chinese.
    if (static_cast<unsigned char>(byte) >= 0xE4 && static_cast<unsigned char>(byte) <= 0xE9) return true;
  }
  return false;
}

void expect_both(const Error& error, const std::string& text) {
  EXPECT_FALSE(error.message.empty()) << text;
  EXPECT_TRUE(has_chinese(error.chinese)) << text << "\n" << error.text();
  EXPECT_EQ(error.message.find('\n'), std::string::npos) << text;
  EXPECT_EQ(error.chinese.find('\n'), std::string::npos) << text;
  EXPECT_NE(error.text(Language::chinese), error.text(Language::english)) << text;
}

std::string many(std::string_view piece, int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += piece;
  return text;
}

constexpr const char* kBadTexts[] = {"",
                                     "(",
                                     ")",
                                     "(1",
                                     "[1",
                                     "{1: 2",
                                     "1 2",
                                     "1 +",
                                     "&& 1",
                                     "a ? b",
                                     "a ? b :",
                                     "line.",
                                     "line.price(",
                                     "f(1,)",
                                     "f(1",
                                     "line.qty",
                                     "lin.price",
                                     "zzz",
                                     "费用.单介",
                                     "person.sex.startWith('1')",
                                     "nothing(1)",
                                     "math.absolute(1)",
                                     "ageYears(1)",
                                     "line.price.contains('a')",
                                     "has(1)",
                                     "has(line)",
                                     "has()",
                                     "[1].all(1, true)",
                                     "[1].all(x)",
                                     "[1].map(x, x, x)",
                                     "[1].exists(x, 1)",
                                     "[1].transformList(x, x, 1)",
                                     "1.exists(x, true)",
                                     "cel.bind(1)",
                                     "cel.bind(1, 2, 3)",
                                     "has（line.price)",
                                     "line.price ＞ 3",
                                     "age > １",
                                     "ａge",
                                     "person.sex == “1”",
                                     "a　b",
                                     "a & b",
                                     "a | b",
                                     "a = b",
                                     "a ≥ b",
                                     "a ≠ b",
                                     "a × b",
                                     "\x01",
                                     "$a",
                                     "#",
                                     "'abc",
                                     "'''abc",
                                     "'\\q'",
                                     "'\\x1'",
                                     "'\\uD800'",
                                     "'\\u12'",
                                     "b'\\u0041'",
                                     "99999999999999999999999",
                                     "9223372036854775808",
                                     "1e999",
                                     "0xFFFFFFFFFFFFFFFFFF",
                                     "line.`a",
                                     "line.`a$`",
                                     "line.``",
                                     "if",
                                     "for",
                                     "var > 1",
                                     "1 + 'a'",
                                     "-'a'",
                                     "!1",
                                     "1 && true",
                                     "true || 'a'",
                                     "line.price > 0.1234567890123456",
                                     "line.price == 1.0e300",
                                     "line.day - line.day",
                                     "line.day == '2026-01-01'",
                                     "line.price + 1.5 * double(1)",
                                     "line.price == null",
                                     "person.sex == 1",
                                     "1 in 2",
                                     "1 in ['a']",
                                     "line['a']",
                                     "[1]['a']",
                                     "{'a': 1}[1.5]",
                                     "{1.5: 1}",
                                     "{[1]: 2}",
                                     "1 ? 2 : 3",
                                     "true ? 1 : 'a'",
                                     "true ? 1",
                                     "person.sex.x",
                                     "[1].x",
                                     "line.?price",
                                     "[?1]",
                                     "Foo{a: 1}",
                                     "Foo{1: 2}",
                                     "person.sex.matches('(')",
                                     "person.sex.matches('a{99999}')",
                                     "size(1)",
                                     "duration(1, 2)",
                                     "1 == ",
                                     "in",
                                     "1..2",
                                     "a.1",
                                     "a[",
                                     "a[]",
                                     "\xff\xfe",
                                     "'a' < 1",
                                     "timestamp('x') < 1"};

std::vector<std::string> bad_texts() {
  std::vector<std::string> texts(std::begin(kBadTexts), std::end(kBadTexts));
  texts.push_back(many("(", 300) + "1" + many(")", 300));
  texts.push_back(many("!", 300) + "true");
  texts.push_back(many("-", 300) + "a");
  texts.push_back("true" + many("+1", 300));
  texts.push_back("1" + many("+1", 300));
  texts.push_back("[" + many("1,", 10'001) + "1]");
  texts.push_back("f(" + many("1,", 70) + "1)");
  texts.push_back("true" + many(" && true", 10'001));
  texts.push_back("'" + many("a", 70'000) + "'");
  texts.push_back("person.sex.matches('" + many("a", 1'001) + "')");
  texts.push_back("person.sex.matches('a') " + many("|| person.sex.matches('a')", 400));
  return texts;
}

TEST(ErrorLanguages, EveryRefusalHasBoth) {
  const Environment environment = make_world();
  std::size_t refused = 0;
  for (const std::string& text : bad_texts()) {
    for (const Type& wanted : {Type::of(Kind::boolean), Type::of(Kind::decimal)}) {
      const auto program = compile(text, environment, wanted, {"f", 1, 1, ""});
      if (program) continue;
      ++refused;
      expect_both(program.error(), text.substr(0, 80));
    }
  }
  EXPECT_GT(refused, 150U);
  for (const std::string text : {"{", "}", "{1", "{}", "{line.qty}", "a } b", "{'a}"}) {
    const auto message = compile_message(text, environment, {"f", 1, 1, ""});
    ASSERT_FALSE(message) << text;
    expect_both(message.error(), text);
  }
}

// Random pieces of good texts, put together anyhow.
TEST(ErrorLanguages, EveryRefusalOfRandomTextsHasBoth) {
  const Environment environment = make_world();
  const std::vector<std::string> pieces = {"line", ".",  "price", "person", "sex",  "(",      ")",  "[",
                                           "]",    "{",  "}",     "1",      "1.5",  "'a'",    "==", "<",
                                           "&&",   "!",  "-",     "+",      "?",    ":",      ",",  "has",
                                           "size", "in", "null",  "费用",   "单价", "exists", "x",  "day"};
  std::uint32_t state = 7;
  for (int round = 0; round < 3'000; ++round) {
    std::string text;
    for (int i = 0; i < 1 + round % 12; ++i) {
      state = state * 1'664'525U + 1'013'904'223U;
      text += pieces[(state >> 16) % pieces.size()] + (state % 3 == 0 ? " " : "");
    }
    const auto program = compile(text, environment, Type::of(Kind::boolean), {"f", 1, 1, ""});
    if (!program) expect_both(program.error(), text);
  }
}

// The sentences stand where the errors arise; here is that none of them lacks its Chinese.
TEST(ErrorLanguages, EveryRunTimeSentenceOfTheSourcesIsInTheTable) {
  std::set<std::string> known;
  for (const ErrorWords& words : error_words()) {
    EXPECT_TRUE(has_chinese(words.chinese)) << words.english;
    EXPECT_TRUE(known.emplace(words.english).second) << words.english << " stands twice";
    EXPECT_EQ(chinese_error(words.english), words.chinese);
  }
  EXPECT_EQ(chinese_error("line.price"), "line.price");
  const RE2 site("(?:ErrorReason::[a-z_]+,|bad_conversion\\()\\s*\"([^\"]+)\"");
  std::size_t found = 0;
  for (const char* folder : {"cel", "rules"}) {
    const std::filesystem::path sources = std::filesystem::path(QIUHAO_SOURCE_DIR) / "src" / folder;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(sources)) {
      const std::string name = entry.path().filename().string();
      if (entry.path().extension() != ".cpp" || name.ends_with("_test.cpp")) continue;
      std::ostringstream content;
      content << std::ifstream(entry.path()).rdbuf();
      const std::string text = content.str();
      re2::StringPiece rest = text;
      for (std::string sentence; RE2::FindAndConsume(&rest, site, &sentence); ++found) {
        EXPECT_TRUE(known.contains(sentence)) << name << ": write in cel/values/error_words.cpp: " << sentence;
      }
    }
  }
  EXPECT_GT(found, 25U);
}

}  // namespace
}  // namespace qiuhao::cel
