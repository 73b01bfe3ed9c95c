// Templates with mistakes, each told at its place; and words of papers.
#include "documents/template.h"

#include <gtest/gtest.h>

#include "casework/test_store.h"
#include "documents/filled.h"
#include "documents/template_tests.h"

namespace qiuhao::documents {
namespace {

const casework::Kinds& kinds() {
  static const casework::Kinds kKinds = std::move(*casework::Kinds::make(casework::shipped_kinds()));
  return kKinds;
}

constexpr const char* kRight = R"(document: notice
workflow: recovery
version: 1
form: notice
title: {zh: 通知, en: Notice}
number: 通〔{year}〕{count}号
basis:
  - {document: 条例}
to: "{matter.debtor}"
inputs:
  remark: {title: {zh: 备注, en: remark}, type: text, optional: true}
body:
  - text: "金额 {shown.amount}"
  - {when: has(input.remark), text: "{input.remark}"}
signatures:
  party: {zh: 当事人, en: party}
tests:
  - name: 一
    matter: {fields: {debtor: H001, amount: "1"}}
    act: {by: 甲, on: 2026-03-11}
    expect: {says: ["金额 1.00 元"], lacks: [备注]}
)";

// "4:7 unknown_name" of the first mistake when a line is replaced; "" when there is none.
std::string told(const std::string& line, const std::string& instead) {
  std::string content = kRight;
  const std::size_t at = content.find(line);
  EXPECT_NE(at, std::string::npos) << line;
  content.replace(at, line.size(), instead);
  const TemplateReading reading = parse_template_all(content, "t.yaml", kinds());
  if (reading.errors.empty()) return "";
  const Error& error = reading.errors[0];
  EXPECT_EQ(error.place.file, "t.yaml");
  EXPECT_FALSE(error.chinese.empty()) << error.message;
  return fmt::format("{}:{} {}", error.place.line, error.place.column, error.code);
}

TEST(Templates, MistakesAreToldAtTheirPlace) {
  EXPECT_EQ(told("form: notice", "form: notice"), "");
  EXPECT_EQ(told("form: notice", "form: notise"), "4:7 unknown_name");
  EXPECT_EQ(told("document: notice", "document: notic"), "1:11 unknown_name");
  EXPECT_EQ(told("workflow: recovery", "workflow: recover"), "2:11 unknown_kind");
  EXPECT_EQ(told("version: 1", "version: x"), "3:10 bad_number");
  EXPECT_EQ(told("{count}号", "号"), "6:9 bad_pattern");
  EXPECT_EQ(told("to: \"{matter.debtor}\"", "to: \"{matter.debter}\""), "9:14 unknown_field");
  EXPECT_EQ(told("{shown.amount}", "{shown.amount + 1}"), "13:29 type_mismatch");
  EXPECT_EQ(told("{shown.amount}", "{matter.amount"), "13:15 open_brace");
  EXPECT_EQ(told("has(input.remark)", "input.remark"), "14:12 type_mismatch");
  EXPECT_EQ(told("  - text: \"金额", "  - tekst: \"金额"), "13:5 unknown_key");
  EXPECT_EQ(told("type: text", "type: choice"), "11:11 unknown_name");
  EXPECT_EQ(told("en: party", "e: party"), "16:10 missing_key");
  EXPECT_EQ(told("basis:\n  - {document: 条例}\n", ""), "1:1 missing_key");
  EXPECT_EQ(told("  - text: \"金额 {shown.amount}\"", "  - table: {columns: [a, b], rows: [[x]]}"),
            "13:37 bad_template");
  EXPECT_EQ(told("  - text: \"金额 {shown.amount}\"", "  - blank: {title: x, lines: 99}"), "13:12 bad_number");
  EXPECT_EQ(told("  - text: \"金额 {shown.amount}\"", "  - fields: [amount, amoun]"), "13:22 unknown_name");
}

TEST(Templates, WhatOnlySomeRolesSeeStandsOnNoPaper) {
  for (const char* text :
       {"\"{matter.reporter_name}\"", "\"{shown.reporter_contact}\"", "\"{matter.?insider.orValue(false)}\""}) {
    std::string content = kRight;
    const auto replace = [&](const std::string& what, const std::string& with) {
      content.replace(content.find(what), what.size(), with);
    };
    replace("document: notice", "document: reply");
    replace("workflow: recovery", "workflow: tip_off");
    replace("\"{matter.debtor}\"", "x");
    replace("\"金额 {shown.amount}\"", text);
    const TemplateReading reading = parse_template_all(content, "t.yaml", kinds());
    ASSERT_EQ(reading.errors.size(), 1U) << text;
    EXPECT_EQ(reading.errors[0].code, "sealed_field");
  }
}

TEST(Templates, TogetherTheyAnswerEveryWorkflow) {
  const std::vector<const workflow::Kind*> newest = {kinds().newest("recovery")};
  EXPECT_EQ(Templates::make({}, newest).error().code, "no_template");
  std::vector<Template> twice;
  for (int i = 0; i < 2; ++i) twice.push_back(std::move(*parse_template_all(kRight, "t.yaml", kinds()).made));
  EXPECT_EQ(Templates::make(std::move(twice), newest).error().code, "same_template");
  std::string asks = kRight;
  asks.replace(asks.find(", optional: true"), 16, "");
  std::vector<Template> one;
  one.push_back(std::move(*parse_template_all(asks, "t.yaml", kinds()).made));
  EXPECT_EQ(Templates::make(std::move(one), newest).error().code, "input_of_nobody");
}

// The tests inside files can fail.
TEST(Templates, TestsInsideFindWhatIsWrong) {
  const workflow::Calendar calendar = casework::test_calendar();
  const auto run = [&](const std::string& expect) {
    std::string content = kRight;
    const std::size_t at = content.find("expect: ") + 8;
    content.replace(at, content.find('\n', at) - at, expect);
    const auto made = parse_template_all(content, "t.yaml", kinds());
    const auto report = run_template_tests(*made.made, *kinds().newest("recovery"), calendar);
    return report ? fmt::format("{}/{}", report->passed, report->failed) : report.error().code;
  };
  EXPECT_EQ(run("{says: [\"金额 1.00 元\"], number: 通〔2026〕1号}"), "1/0");
  EXPECT_EQ(run("{says: [\"金额 1.01 元\"]}"), "0/1");
  EXPECT_EQ(run("{lacks: [金额]}"), "0/1");
  EXPECT_EQ(run("{number: 通〔2026〕2号}"), "0/1");
  EXPECT_EQ(run("{refused: value_is_missing}"), "0/1");
  EXPECT_EQ(run("{say: [x]}"), "bad_test");
}

TEST(PaperWords, AmountsAsOnVouchers) {
  const std::pair<Cents, const char*> kAmounts[] = {{0, "零元整"},
                                                    {1, "壹分"},
                                                    {10, "壹角整"},
                                                    {105, "壹元零伍分"},
                                                    {150, "壹元伍角整"},
                                                    {1'000'00, "壹仟元整"},
                                                    {1'001'00, "壹仟零壹元整"},
                                                    {1'010'23, "壹仟零壹拾元贰角叁分"},
                                                    {10'000'00, "壹万元整"},
                                                    {10'010'00, "壹万零壹拾元整"},
                                                    {100'500'00, "壹拾万零伍佰元整"},
                                                    {12'345'678'90, "壹仟贰佰叁拾肆万伍仟陆佰柒拾捌元玖角整"},
                                                    {100'000'000'00, "壹亿元整"},
                                                    {100'000'001'00, "壹亿零壹元整"},
                                                    {100'010'000'00, "壹亿零壹万元整"},
                                                    {-5'00, "负伍元整"},
                                                    {1'000'000'000'000'000'000, ""}};
  for (const auto& [cents, words] : kAmounts) EXPECT_EQ(yuan_in_words(cents), words) << cents;
  EXPECT_EQ(chinese_day(*parse_day("2026-03-02")), "2026年3月2日");
}

TEST(Signatures, AreWholeNumbersWithinThePad) {
  const auto drawn = parse_strokes("[[[1,2],[3,4]],[[1000,400]]]");
  ASSERT_TRUE(drawn.has_value());
  EXPECT_EQ(drawn->json(), "[[[1,2],[3,4]],[[1000,400]]]");
  for (const char* bad : {"", "[]", "[[]]", "[[[1,2]]]", "[[[1,2],[3]]]", "[[[1,2],[3,4,5]]]", "[[[1,2],[1001,4]]]",
                          "[[[1,2],[3,401]]]", "[[[1,2],[-3,4]]]", "[[[1,2],[3.5,4]]]", "[[[1,2],[\"3\",4]]]",
                          "{\"a\":1}", "[[[1,2],[3,null]]]", "x", "[[1,2]]", "[[[1,2],[3,4]]"})
    EXPECT_FALSE(parse_strokes(bad).has_value()) << bad;
  std::string many = "[[[0,0]";
  for (std::size_t i = 0; i < kPointsMost; ++i) many += ",[1,1]";
  EXPECT_EQ(parse_strokes(many + "]]").error().code, "bad_signature");
}

}  // namespace
}  // namespace qiuhao::documents
