// The starter knowledge and the generator's catalogue are written apart; they must speak of the same items.
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>

#include "simulate/catalogue.h"
#include "simulate/plants.h"
#include "simulate/read_tables.h"

namespace qiuhao::simulate {
namespace {

std::vector<std::string> item_codes(const std::string& text) {
  std::vector<std::string> codes;
  std::size_t start = 0;
  while (true) {
    const std::size_t space = text.find(' ', start);
    codes.push_back(text.substr(start, space - start));
    if (space == std::string::npos) return codes;
    start = space + 1;
  }
}

// Kinds whose points name diagnoses or operations, and kinds that need no points.
const std::set<std::string> kOfCodes{"诊断与患者性别不符",         "诊断与患者年龄不符", "手术操作编码与性别不符",
                                     "诊断编码与手术操作编码不符", "疾病诊断编码异常",   "手术操作编码异常",
                                     "无指征住院（低标准入院）"};
const std::set<std::string> kWithoutPoints{
    "中药饮片超大处方", "药品种类超标", "计费日期与住院时间不符", "就诊数据非实时上传监管", "医保结算清单信息异常",
    "结算明细信息异常", "频繁门诊"};

bool all_digits(std::string_view text) { return text.find_first_not_of("0123456789") == std::string_view::npos; }

TEST(Catalogue, CodesHaveTheNationalShape) {
  const Catalogue catalogue;
  EXPECT_GE(catalogue.all().size(), 250u);
  std::set<std::string_view> codes;
  for (const Item* item : catalogue.all()) {
    EXPECT_TRUE(codes.insert(item->code).second) << item->code;
    EXPECT_GT(item->price, 0) << item->name;
    switch (item->code[0]) {
      case 'X': EXPECT_EQ(item->code.size(), 23u) << item->code; break;
      case 'Z': EXPECT_EQ(item->code.size(), 20u) << item->code; break;
      case 'T':
        EXPECT_EQ(item->code.size(), 10u) << item->code;
        EXPECT_TRUE(all_digits(item->code.substr(1)));
        break;
      case 'C': EXPECT_EQ(item->code.size(), 20u) << item->code; break;
      default: EXPECT_EQ(item->code.size(), 15u) << item->code; EXPECT_TRUE(all_digits(item->code));
    }
  }
}

TEST(Starter, NamesItemsOfTheCatalogueAndCoversEveryKind) {
  const Catalogue catalogue;
  std::map<std::string_view, const Item*> by_code;
  for (const Item* item : catalogue.all()) by_code[item->code] = item;
  std::map<std::string, int> points;
  std::set<std::string> numbers;
  for (const Row& row : read_table(Path(QIUHAO_SOURCE_DIR) / "policy/knowledge/starter.csv")) {
    ++points[row.at("kind")];
    EXPECT_TRUE(numbers.insert(row.at("point")).second) << row.at("point");
    EXPECT_EQ(row.at("effective_from"), "2024-01-01");
    EXPECT_FALSE(row.at("constraint").empty());
    const std::vector<std::string> codes = item_codes(row.at("items"));
    const bool names_items = !kOfCodes.contains(row.at("kind"));
    for (const std::string& code : codes)
      EXPECT_EQ(by_code.contains(code), names_items) << row.at("point") << " " << code;
    EXPECT_TRUE(row.at("kind") != "医疗服务项目重复收费" || codes.size() == 2) << row.at("point");
  }
  EXPECT_EQ(points.size() + kWithoutPoints.size(), static_cast<std::size_t>(kKinds));
  for (int kind = 1; kind <= kKinds; ++kind) {
    const std::string name(kind_name(kind));
    if (kWithoutPoints.contains(name)) continue;
    EXPECT_GE(points[name], 3) << name;
  }
}

// Every item that the generator treats as limited has its point, so that nothing planted is beyond the knowledge.
TEST(Starter, CoversEveryLimitedItem) {
  std::set<std::string> covered;
  for (const Row& row : read_table(Path(QIUHAO_SOURCE_DIR) / "policy/knowledge/starter.csv")) {
    for (const std::string& code : item_codes(row.at("items"))) covered.insert(code);
  }
  const Catalogue catalogue;
  for (const Item* item : catalogue.all()) {
    if (item->group < Group::kFemaleDrug) continue;
    EXPECT_TRUE(covered.contains(std::string(item->code))) << item->name;
  }
  for (const IncludedPart& pair : included_parts()) {
    EXPECT_TRUE(covered.contains(std::string(catalogue.named(pair.whole).code))) << pair.whole;
    EXPECT_TRUE(covered.contains(std::string(catalogue.named(pair.part).code))) << pair.part;
  }
}

}  // namespace
}  // namespace qiuhao::simulate
