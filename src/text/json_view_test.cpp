// JSON read in place: what values say, and what is refused.
#include "text/json_view.h"

#include <gtest/gtest.h>

#include "base/utf8.h"
#include "text/document.h"

namespace qiuhao::text {
namespace {

class JsonViewTest : public ::testing::Test {
 protected:
  JsonView read(std::string_view content) {
    content_ = content;
    const auto view = reader_.read(content_);
    EXPECT_TRUE(view.has_value()) << content;
    return view ? *view : JsonView{};
  }
  std::string error(std::string_view content) {
    const auto view = reader_.read(content);
    return view ? "" : view.error().code;
  }
  std::string content_;
  JsonReader reader_;
};

TEST_F(JsonViewTest, KindsAndTexts) {
  const JsonView root =
      read(R"({"t":"黄体","n":12.50,"i":-7,"u":18446744073709551615,"b":true,"z":null,"a":[1],"o":{}})");
  using Kind = JsonView::Kind;
  EXPECT_EQ(root.find("t").kind(), Kind::string);
  EXPECT_EQ(root.find("t").text(), "黄体");
  EXPECT_EQ(root.find("n").text(), "12.5");
  EXPECT_EQ(root.find("i").text(), "-7");
  EXPECT_EQ(root.find("u").text(), "18446744073709551615");
  EXPECT_EQ(root.find("b").text(), "true");
  EXPECT_EQ(root.find("z").kind(), Kind::nothing);
  EXPECT_EQ(root.find("a").text(), "");
  EXPECT_EQ(root.find("o").text(), "");
  EXPECT_EQ(root.find("none").kind(), Kind::nothing);
  EXPECT_EQ(root.find("t").find("x").kind(), Kind::nothing);
  EXPECT_EQ(root.size(), 8U);
}

TEST_F(JsonViewTest, NumbersAreTheDigitsThatWereSent) {
  for (const char* number : {"0.1", "35.2", "0.07", "17.6", "1234567890.12", "-0.5", "99999999999.99"})
    EXPECT_EQ(read(number).text(), number);
  EXPECT_EQ(read("1e2").text(), "100");
  EXPECT_EQ(read("1e300").text(), "1e+300");
}

TEST_F(JsonViewTest, WhatSaysNothing) {
  EXPECT_TRUE(JsonView().says_nothing());
  for (const char* nothing : {"null", R"("")", R"(" \t\r\n ")"}) EXPECT_TRUE(read(nothing).says_nothing()) << nothing;
  for (const char* something : {"0", "false", R"("-")", "{}", "[]", R"("\u0000")"})
    EXPECT_FALSE(read(something).says_nothing()) << something;
}

TEST_F(JsonViewTest, WalksInOrder) {
  std::string seen;
  read(R"([1,"b",[2],{"c":3}])").for_each_item([&](JsonView item) { seen += item.json() + ";"; });
  EXPECT_EQ(seen, R"(1;"b";[2];{"c":3};)");
  seen.clear();
  read(R"({"a":1,"b":{"x":[]},"a":2})").for_each_field([&](std::string_view key, JsonView value) {
    seen += std::string(key) + "=" + value.json() + ";";
  });
  EXPECT_EQ(seen, R"(a=1;b={"x":[]};a=2;)");
  // Of another kind nothing is walked.
  read("{}").for_each_item([](JsonView) { FAIL(); });
  read("[1]").for_each_field([](std::string_view, JsonView) { FAIL(); });
  JsonView().for_each_item([](JsonView) { FAIL(); });
}

TEST_F(JsonViewTest, JsonIsWrittenWithoutBlanks) {
  EXPECT_EQ(read(" { \"a\" : [ 1 , \"x\\ny\" , null ] } ").json(), R"({"a":[1,"x\ny",null]})");
  EXPECT_EQ(JsonView().json(), "null");
}

TEST_F(JsonViewTest, WhatIsNoJsonIsRefused) {
  for (const char* wrong : {"",
                            " ",
                            "{",
                            "[1,]",
                            "{\"a\":1,}",
                            "nul",
                            "01",
                            "+1",
                            ".5",
                            "NaN",
                            "'a'",
                            "\"a\nb\"",
                            "{}{}",
                            "1e400",
                            "99999999999999999999",
                            "\"\xff\"",
                            "\"\xed\xa0\x80\"",
                            "\"\\x\"",
                            "\"\\u12\"",
                            "\"abc"})
    EXPECT_EQ(error(wrong), "bad_json") << wrong;
  EXPECT_EQ(error(std::string_view("\0", 1)), "bad_json");
}

// A text of an answer is made of texts of a message, so these must be characters.
TEST_F(JsonViewTest, HalvesOfSurrogatePairsAreRefused) {
  for (const char* wrong : {R"("\ud800")", R"("\udc00")", R"("a\udfffb")", R"("\ud800\u0041")", R"("\ud800\ud800")",
                            R"("\udbffx")", R"({"\udc00":1})", R"("\ud83d\ude00\ude00")", R"("\\\udc00")"})
    EXPECT_EQ(error(wrong), "bad_json") << wrong;
  EXPECT_EQ(read(R"("\ud83d\ude00")").text(), "😀");
  EXPECT_EQ(read(R"("\\udc00")").text(), "\\udc00");
  EXPECT_EQ(read(R"("\"\\\\\udbff\udfff")").text(), "\"\\\\\xf4\x8f\xbf\xbf");
  EXPECT_EQ(read(R"("\u9ec4")").text(), "黄");
}

// Whatever unit is escaped, alone or before another: the text is UTF-8, or refused.
TEST_F(JsonViewTest, EveryEscapeIsUtf8OrRefused) {
  constexpr char kDigits[] = "0123456789abcdef";
  for (unsigned unit = 0; unit < 0x1'0000; unit += unit >= 0xD7F0 && unit < 0xE010 ? 1 : 13) {
    std::string escape = "\\u";
    for (const unsigned shift : {12U, 8U, 4U, 0U}) escape += kDigits[(unit >> shift) & 15U];
    for (const char* after : {"", "\\udc00", "\\u0041"}) {
      const std::string content = "\"" + escape + after + "\"";
      const auto view = reader_.read(content);
      ASSERT_TRUE(!view || is_utf8(view->text())) << content;
    }
  }
}

TEST_F(JsonViewTest, DepthHasALimit) {
  const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  EXPECT_EQ(error(nested(kMaxDocumentDepth - 1)), "");
  EXPECT_EQ(error(nested(kMaxDocumentDepth + 1)), "too_deep");
  EXPECT_EQ(error(nested(100'000)), "too_deep");
  EXPECT_EQ(error(nested(3)), "");  // the reader goes on
}

TEST_F(JsonViewTest, AReaderGrowsAndForgets) {
  const std::string large = "[\"" + std::string(300'000, 'x') + "\"]";
  EXPECT_EQ(error(large), "");
  const JsonView small = read(R"(["y"])");
  EXPECT_EQ(small.json(), R"(["y"])");
  EXPECT_EQ(error("["), "bad_json");
  EXPECT_EQ(read("[2]").json(), "[2]");
}

TEST(RawObject, IsAsItWasWritten) {
  EXPECT_EQ(raw_object(R"({"a":1,"input": { "x" : [1, 2] } ,"b":2})", "input"), R"({ "x" : [1, 2] })");
  EXPECT_EQ(raw_object(R"({"input":[1]})", "input"), "");
  EXPECT_EQ(raw_object(R"({"a":1})", "input"), "");
  EXPECT_EQ(raw_object("[", "input"), "");
  EXPECT_EQ(raw_object("", "input"), "");
}

}  // namespace
}  // namespace qiuhao::text
