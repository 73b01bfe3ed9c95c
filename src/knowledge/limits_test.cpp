// Limits written and read back, and codes in one block.
#include "knowledge/limits.h"

#include <gtest/gtest.h>

#include "knowledge/item_list.h"
#include "knowledge/sources.h"

namespace qiuhao::knowledge {
namespace {

TEST(Limits, EachIsWrittenAndReadBack) {
  for (const char* text : {
           "",
           "sex=2",
           "age_min=3 age_max=12 age_unit=months",
           "max_count=1 per=days:14",
           "level=3 price_max=12.500000",
           "amount_max=3000.00 per=year",
           "quantity_max=9.0000",
           "percent=50 operation_group=胃肠手术组",
           "within_days=90 needs=XA1,XA2",
           "departments=A03,A05 diseases=M00500",
           "hours_max=24 operations=06.3,47.09",
           "min_count=3 bundle=001204000010000",
           "grade=3",
           "group=质子泵抑制剂",
           "has_more=yes icd=C34,E10-E14 icd_never=O00-O99",
       }) {
    const auto read = parse_limits(text);
    ASSERT_TRUE(read.has_value()) << text;
    EXPECT_EQ(format_limits(*read), text);
  }
}

TEST(Limits, EveryNameIsKnownToTheReader) {
  for (const std::string_view name : limit_names()) {
    bool is_read = false;
    for (const char* value : {"yes", "1", "C34", "days"}) {
      is_read = is_read || parse_limits(std::string(name) + "=" + value).has_value();
    }
    EXPECT_TRUE(is_read) << name;
  }
}

TEST(Limits, WhatIsNoLimitIsRefused) {
  for (const char* text : {"colour=red", "sex", "sex=", "sex=two", "price_max=-1", "price_max=1.2345678",
                           "amount_max=1e30", "icd=C3X", "age_unit=weeks", "quantity_max=1.00001"}) {
    EXPECT_FALSE(parse_limits(text).has_value()) << text;
  }
}

TEST(Limits, ManyPointsShareOneObject) {
  LimitsReader reader;
  const auto first = reader.read("sex=2");
  const auto second = reader.read("sex=2");
  const auto other = reader.read("sex=1");
  ASSERT_TRUE(first && second && other);
  EXPECT_EQ(&**first, &**second);
  EXPECT_NE(&**first, &**other);
  EXPECT_EQ(SharedLimits()->sex, std::nullopt);
}

TEST(ItemList, HoldsCodesInOrderWhateverTheyContain) {
  const std::vector<std::string> codes{"A1", "", "一二三", std::string("a\0b", 3), std::string(70'000, 'x')};
  ItemList list(codes);
  list.push_back("last");
  ASSERT_EQ(list.size(), 6U);
  EXPECT_EQ(std::vector<std::string>(list.begin(), list.end()),
            (std::vector<std::string>{codes[0], codes[1], codes[2], codes[3], codes[4], "last"}));
  EXPECT_EQ(list[0], "A1");
  EXPECT_EQ(list[5], "last");
  EXPECT_TRUE(ItemList().empty());
  const ItemList none;
  EXPECT_EQ(none.begin(), none.end());
  EXPECT_EQ((ItemList{"A", "B"}), ItemList(std::vector<std::string>{"A", "B"}));
  EXPECT_NE((ItemList{"AB"}), (ItemList{"A", "B"}));
}

TEST(OwnCsv, LimitsMayBeStatedOutright) {
  SourceRows rows;
  const auto read = read_own_csv(
      "point,kind,items,item_name,constraint,basis,effective_from,effective_to,limits\n"
      "P1,医疗服务项目超限定单价收费,A1,换药,三级12.5元,目录,2025-01-01,,level=3 price_max=12.5\n"
      "P2,药品区分性别使用,A2,黄体酮,限女性,说明书,,,\n",
      "own.csv", rows);
  ASSERT_TRUE(read.has_value());
  ASSERT_EQ(rows.rows.size(), 2U);
  EXPECT_TRUE(rows.rows[0].point.is_read);
  EXPECT_EQ(format_limits(rows.rows[0].point.limits), "level=3 price_max=12.500000");
  EXPECT_FALSE(rows.rows[1].point.is_read);
}

TEST(OwnCsv, WrongLimitsAreRefusedWithTheirLine) {
  SourceRows rows;
  const auto read = read_own_csv(
      "point,kind,items,item_name,constraint,basis,effective_from,effective_to,limits\n"
      "P1,药品区分性别使用,A1,换药,,,,,sex=女\n",
      "own.csv", rows);
  ASSERT_FALSE(read.has_value());
  EXPECT_EQ(read.error().code, "bad_limits");
  EXPECT_EQ(read.error().place.line, 2);
}

}  // namespace
}  // namespace qiuhao::knowledge
