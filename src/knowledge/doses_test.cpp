// Doses and frequencies: what they mean, and what nobody may guess.
#include "knowledge/doses.h"

#include <gtest/gtest.h>

namespace qiuhao::knowledge {
namespace {

std::string text_of(const std::optional<Decimal>& number) { return number ? format_decimal(*number) : "none"; }

Decimal number(std::string_view text) { return *parse_decimal(text); }

TEST(Doses, AmountsAreConvertedExactly) {
  const struct {
    const char* text;
    const char* unit;
    const char* wanted;
  } cases[] = {{"0.5g", "mg", "500"},    {"500mg", "g", "0.5"},       {"100ug", "mg", "0.1"},
               {"5微克", "mg", "0.005"}, {"0.25μg", "ug", "0.25"},    {"1.5 G", "mg", "1500"},
               {"０.５ｇ", "mg", "500"}, {"10ml", "ml", "10"},        {"0.1L", "ml", "100"},
               {"10单位", "IU", "10"},   {"80万单位", "u", "800000"}, {"4000IU", "万单位", "0.4"},
               {"2千克", "g", "2000"},   {"15克", "g", "15"}};
  for (const auto& one : cases) {
    const auto read = amount_in(one.text, one.unit);
    ASSERT_TRUE(read) << one.text;
    EXPECT_EQ(*read, number(one.wanted)) << one.text << " is " << text_of(read) << " " << one.unit;
  }
}

TEST(Doses, WhatIsNoPlainAmountIsNotRead) {
  for (const char* text : {"", "g", "适量", "0.5", "1-2g", "0.5g/次", "-1g", "1e3mg", "0.5g0.5g", ".5g", "1.g", "1..2g",
                           "2片", "1234567890g", "0.5克左右", "约1g", "1/2g"}) {
    EXPECT_FALSE(amount_in(text, "g")) << text << " is read as " << text_of(amount_in(text, "g"));
  }
  EXPECT_FALSE(amount_in("10ml", "mg")) << "a volume is no mass";
  EXPECT_FALSE(amount_in("10单位", "mg"));
  EXPECT_FALSE(amount_in("10mg", "片"));
  EXPECT_FALSE(amount_in(std::string(1'000, '1') + "g", "g"));
}

TEST(Doses, PiecesAreReadByTheSpecification) {
  EXPECT_EQ(*dose_in("2片", "0.25g*24片", "mg"), number("500"));
  EXPECT_EQ(*dose_in("半片", "5mg*28片", "mg"), number("2.5"));
  EXPECT_EQ(*dose_in("1.5片", "5mg*28片", "mg"), number("7.5"));
  EXPECT_EQ(*dose_in("1支", "2ml:15mg*5支", "mg"), number("15"));
  EXPECT_EQ(*dose_in("3粒", "0.25ug*10粒", "ug"), number("0.75"));
  EXPECT_EQ(*dose_in("0.5g", "anything", "mg"), number("500")) << "an amount needs no specification";
  EXPECT_FALSE(dose_in("2片", "0.25g*24粒", "mg")) << "another piece";
  EXPECT_FALSE(dose_in("2片", "24片", "mg")) << "no strength";
  EXPECT_FALSE(dose_in("2片", "0.25g", "mg")) << "of what?";
  EXPECT_FALSE(dose_in("1泡", "50ug/250ug*60泡", "ug")) << "two strengths";
  EXPECT_FALSE(dose_in("1-2片", "0.25g*24片", "mg"));
  EXPECT_FALSE(dose_in("适量", "0.25g*24片", "mg"));
  EXPECT_FALSE(dose_in("2片", "0.25g*12片*2板", "mg")) << "boxes of sheets are left to people";
  EXPECT_FALSE(dose_in("2片", "10ml*24片", "mg"));
}

TEST(Doses, VolumesAreReadByTheSolution) {
  EXPECT_EQ(*dose_in("5ml", "10ml:0.2g", "mg"), number("100"));
  EXPECT_EQ(*dose_in("250ml", "100ml:0.5g", "g"), number("1.25"));
  EXPECT_EQ(*dose_in("1ml", "3ml:300单位", "IU"), number("100"));
  EXPECT_EQ(*dose_in("1ml", "3ml:10mg", "mg"), number("3.333333"));
  EXPECT_FALSE(dose_in("5ml", "10ml", "mg"));
  EXPECT_FALSE(dose_in("5ml", "0.2g:10ml", "mg")) << "the volume stands first";
  EXPECT_FALSE(dose_in("5ml", "0ml:1g", "mg")) << "nothing divides by nothing";
}

TEST(Doses, FrequenciesOfADay) {
  const struct {
    const char* text;
    const char* wanted;
  } cases[] = {{"qd", "1"},         {"QD", "1"},           {"b.i.d.", "2"},     {"tid", "3"},      {"qid", "4"},
               {"q12h", "2"},       {"q8h", "3"},          {"Q6H", "4"},        {"q4h", "6"},      {"qod", "0.5"},
               {"qn", "1"},         {"st", "1"},           {"一日三次", "3"},   {"一日两次", "2"}, {"每日2次", "2"},
               {"每天四次", "4"},   {"3次/日", "3"},       {"2次/天", "2"},     {"１日２次", "2"}, {"日三次", "3"},
               {"每8小时1次", "3"}, {"每12小时一次", "2"}, {"隔日一次", "0.5"}, {"每晚一次", "1"}, {"早晚各一次", "2"},
               {"立即", "1"}};
  for (const auto& one : cases) {
    const auto read = times_a_day(one.text);
    ASSERT_TRUE(read) << one.text;
    EXPECT_EQ(*read, number(one.wanted)) << one.text << " is " << text_of(read);
  }
}

TEST(Doses, OtherFrequenciesAreNotRead) {
  for (const char* text :
       {"",     "prn", "必要时", "biw",     "qw",      "每周一次",  "一周三次", "q5h",      "q7h", "q0h",
        "q48h", "3次", "遵医嘱", "tid prn", "bid-tid", "每日2-3次", "一日数次", "每3日1次", "q",   "qh8"}) {
    EXPECT_FALSE(times_a_day(text)) << text << " is read as " << text_of(times_a_day(text));
  }
}

}  // namespace
}  // namespace qiuhao::knowledge
