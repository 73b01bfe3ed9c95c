// What the constraint reader reads, and above all what it must leave alone.
#include "knowledge/constraint_reader.h"

#include <gtest/gtest.h>

namespace qiuhao::knowledge {
namespace {

struct Case {
  Reading reading;
  std::string text;
  std::string limits;  // "-" when nothing may be read
  std::string stated = "";
  std::size_t item_count = 1;
};

void check(const std::vector<Case>& cases) {
  const ConstraintReader reader;
  for (const Case& one : cases) {
    const ReadConstraint read = reader.read(one.reading, {"", one.text, one.stated, one.item_count});
    EXPECT_EQ(read.is_read ? format_limits(read.limits) : "-", one.limits) << one.text << " / " << one.stated;
  }
}

TEST(ConstraintReader, SexByWordsOfOneSexOnly) {
  check({{Reading::sex, "用于月经不调", "sex=2"},
         {Reading::sex, "限转移性激素敏感性前列腺癌患者", "sex=1"},
         {Reading::sex, "男性泌尿生殖系统相关手术", "sex=1"},
         {Reading::sex, "女性孕产相关检查", "sex=2"},
         {Reading::sex, "限女性", "sex=2"},
         {Reading::sex, "用于乳腺癌", "-"},        // men have it too
         {Reading::sex, "用于男女不孕不育", "-"},  // both
         {Reading::sex, "用于不孕不育", "-"},
         {Reading::sex, "用于阳痿，亦用于月经不调", "-"},  // words of both sexes
         {Reading::sex, "用于慢性溃疡。孕妇禁用。", "-"},  // the word only excludes
         {Reading::sex, "用于前列腺炎，妇女禁用", "sex=1"},
         {Reading::sex, "除淋球菌感染外，任何原因引起的白带增多。", "sex=2"},
         {Reading::sex, "含前列腺素，用于溃疡", "-"},  // 前列腺素 is no organ
         {Reading::sex, "女贞子，补肝肾", "-"},
         {Reading::sex, "用于神经期疼痛", "-"},  // 神经 hides 经期
         {Reading::sex, "治疗早产儿呼吸暂停", "-"},
         {Reading::sex, "补气养血", "-"},
         {Reading::sex, "补气养血", "sex=2", "女"},    // the column states it
         {Reading::sex, "用于前列腺炎", "-", "女"}});  // text and column contradict
}

TEST(ConstraintReader, WhoMayNotHaveIt) {
  check({{Reading::forbidden_age, "12岁以下儿童禁用", "age_min=13 age_unit=years"},  // the number is included
         {Reading::forbidden_age, "未满12岁禁用", "age_min=12 age_unit=years"},
         {Reading::forbidden_age, "儿童禁用。", "age_min=18 age_unit=years"},
         {Reading::forbidden_age, "新生儿禁用", "age_min=29 age_unit=days"},
         {Reading::forbidden_age, "65岁以上不适当用药", "age_max=64 age_unit=years"},
         {Reading::forbidden_age, "3-12岁禁用", "-"},  // what is left are two ranges
         {Reading::forbidden_age, "12岁以下儿童", "-"},
         {Reading::forbidden_age, "孕妇禁用", "-"},
         {Reading::contraindication, "妊娠期禁用", "-"}});  // without names of diseases nothing is read
  const Diseases diseases({{"妊娠期", {"O00-O99"}, DiseaseUse::asked}, {"青光眼", {"H40-H42"}, DiseaseUse::asked}});
  const ConstraintReader reader(&diseases);
  const auto never = [&](std::string_view text) {
    const ReadConstraint read = reader.read(Reading::contraindication, {"", text, "", 1});
    return read.is_read ? format_limits(read.limits) : "-";
  };
  EXPECT_EQ(never("妊娠期禁用。"), "icd_never=O00-O99");
  EXPECT_EQ(never("妊娠期、青光眼患者禁用"), "icd_never=H40-H42,O00-O99");
  EXPECT_EQ(never("未控制的青光眼患者禁用"), "-") << "a claim does not tell which is controlled";
  EXPECT_EQ(never("青光眼患者慎用"), "-");
  EXPECT_EQ(parse_limits("icd_never=H40-H42,O00-O99").value().icd_never.size(), 2U);
  EXPECT_FALSE(parse_limits("icd_never=H42-H40"));
}

TEST(ConstraintReader, Ages) {
  check({{Reading::child, "限3-12岁特发性肺动脉高压患者。", "age_min=3 age_max=12 age_unit=years"},
         {Reading::child, "限５至１２岁以下儿童患者。", "age_min=5 age_max=12 age_unit=years"},
         {Reading::child, "限2岁至11岁儿童慢性便秘。", "age_min=2 age_max=11 age_unit=years"},
         {Reading::child, "限3岁及3岁以上儿童患者。", "age_min=3 age_max=17 age_unit=years"},
         {Reading::child, "限≥2岁儿童", "age_min=2 age_max=17 age_unit=years"},
         {Reading::child, "限未满18周岁", "age_max=17 age_unit=years"},
         {Reading::child, "限十二岁以下", "age_max=12 age_unit=years"},
         {Reading::child, "6个月至5岁", "age_min=6 age_max=71 age_unit=months"},
         {Reading::child, "限：1.1岁至14岁儿童哮喘；2.2岁至14岁儿童鼻炎。", "age_min=1 age_max=14 age_unit=years"},
         {Reading::child, "用于1月以上婴儿和儿童的急性腹泻", "age_min=1 age_max=215 age_unit=months"},
         {Reading::child, "新生儿专用项目", "age_max=28 age_unit=days"},
         {Reading::child, "婴幼儿专用项目", "age_max=2 age_unit=years"},
         {Reading::child, "限儿童。", "child=yes"},
         {Reading::child, "限预防⼉童肝脏移植术后的排斥反应", "child=yes"},
         {Reading::child, "用于小儿腹泻。疗程3至6天。", "child=yes"},  // how long is not how old
         {Reading::child, "限6岁及以上儿童和成人", "-"},
         {Reading::child, "（药品说明书包含成人用法用量）", "-"},
         {Reading::age, "限60岁及以上", "age_min=60 age_unit=years"},
         {Reading::age, "限18岁至60岁", "age_min=18 age_max=60 age_unit=years"},
         {Reading::age, "限12-3岁", "-"},
         {Reading::age, "限法定就业年龄段患者", "-"},
         {Reading::age, "限3岁左右", "-"},
         {Reading::age, "限2147483647岁以下", "-"},
         {Reading::age, "限99999999999999岁以下", "-"}});
}

TEST(ConstraintReader, LevelsModesAndInsurance) {
  check({{Reading::level, "限二级及以上医疗机构癌症患者。", "level_min=2"},
         {Reading::level, "限三级医疗机构", "level_min=3"},
         {Reading::level, "需三级综合医院眼科或二级及以上眼科专科医院医师处方", "level_min=2"},
         {Reading::level, "首次处方时需由二级及以上医疗机构专科医师开具处方。", "-"},
         {Reading::level, "限二级及以下医疗机构", "-"},
         {Reading::level, "限二级高血压患者", "-"},
         {Reading::level, "限二级及以上医疗机构", "-", "三级"},
         {Reading::mode, "限急诊或住院患者。", "modes=emergency,inpatient"},
         {Reading::mode, "住院方可支付，单次最多支付14天。", "modes=inpatient"},
         {Reading::mode, "单次住院最多支付14天。", "-"},
         {Reading::mode, "门诊不予支付", "-"},
         {Reading::mode, "限非住院患者", "-"},
         {Reading::mode, "限门急诊使用", "modes=emergency,outpatient"},
         {Reading::insurance, "限工伤保险", "insurance=work_injury"},
         {Reading::insurance, "限生育保险", "insurance=maternity"},
         {Reading::insurance, "非工伤保险", "-"}});
}

TEST(ConstraintReader, CoursesFrequenciesAndTheRest) {
  check({{Reading::course, "在发作48小时内开始使用，支付不超过14天。", "max_days=14"},
         {Reading::course, "单次住院最多支付14天", "max_days=14"},
         {Reading::course, "支付不超过12个月", "-"},
         {Reading::course, "首次支付不超过7天，再次支付不超过14天", "-"},
         {Reading::course, "最多支付14天", "-", "15天"},
         {Reading::course, "总时间不超过90天，评定间隔时间不短于14天。", "max_days=90 min_gap_days=14"},
         {Reading::course, "支付不超过一年，每周最多支付一次。", "-"},
         {Reading::frequency, "日", "max_count=1 per=day"},
         {Reading::frequency, "天", "max_count=1 per=day"},
         {Reading::frequency, "小时", "max_count=24 per=day"},
         {Reading::frequency, "小时", "max_count=12 per=day", "12"},
         {Reading::frequency, "每日不超过3次", "max_count=3 per=day"},
         {Reading::frequency, "次", "-"},
         {Reading::cycle, "每周最多支付一次。（人社部发〔2016〕23号）", "max_count=1 per=week"},
         {Reading::cycle, "评定间隔时间不短于14天。", "min_gap_days=14 max_count=1 per=days:14"},
         {Reading::cycle, "糖化血红蛋白水平反映近2-3个月", "-"},
         {Reading::cycle, "糖化血红蛋白水平反映近2-3个月", "max_count=1 per=days:15", "1/15"},
         {Reading::cycle, "评定间隔时间不短于14天。", "-", "1/7"},
         {Reading::operation_group, "胃肠手术组", "operation_group=胃肠手术组"},
         {Reading::operation_group, "胃肠手术组，肝胆手术组", "-"},
         {Reading::never, "不得纳入基金支付范围的中药饮片", "never=yes"},
         {Reading::never_alone, "单独使用时统筹基金不予支付", "never_alone=yes"},
         {Reading::never_online, "开展互联网诊疗活动时，不得开具麻醉药品", "never_online=yes"},
         {Reading::pair, "含药物调配", "", "", 2},
         {Reading::pair, "含药物调配", "per=hours:6", "6小时", 2},
         {Reading::pair, "含药物调配", "-", "", 1},
         {Reading::by_people, "限二线用药。", "-"},
         {Reading::second_line, "限二线用药。", "-"},
         {Reading::second_line, "限接受吉西他滨治疗后进展的转移性胰腺癌患者。", "needs=XL01BC"},
         {Reading::sex, "限女性", "-", "", 0}});  // a remark that names no item
}

TEST(Limits, TextRoundTripsAndAgesAreFullYears) {
  const std::string text =
      "sex=1 age_min=3 age_max=12 level_min=2 max_days=14 age_unit=years child=yes modes=a,b per=days:7";
  EXPECT_EQ(format_limits(parse_limits(text).value()), text);
  EXPECT_FALSE(parse_limits("sex=x").has_value());
  EXPECT_FALSE(parse_limits("what=1").has_value());
  const Day born = parse_day("2020-03-15").value();
  const auto outside = [&](std::string_view limits, std::string_view on) {
    return is_outside_age(parse_limits(limits).value(), born, parse_day(on).value());
  };
  EXPECT_TRUE(outside("age_min=3 age_max=12 age_unit=years", "2023-03-14"));
  EXPECT_FALSE(outside("age_min=3 age_max=12 age_unit=years", "2023-03-15"));
  EXPECT_FALSE(outside("age_min=3 age_max=12 age_unit=years", "2033-03-14"));
  EXPECT_TRUE(outside("age_min=3 age_max=12 age_unit=years", "2033-03-15"));
  EXPECT_FALSE(outside("child=yes", "2038-03-14"));
  EXPECT_TRUE(outside("child=yes", "2038-03-15"));
  EXPECT_FALSE(outside("age_max=28 age_unit=days", "2020-04-12"));
  EXPECT_TRUE(outside("age_max=28 age_unit=days", "2020-04-13"));
  EXPECT_FALSE(outside("", "2099-01-01"));
}

}  // namespace
}  // namespace qiuhao::knowledge
