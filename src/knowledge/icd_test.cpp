// Codes and ranges.
#include "knowledge/icd.h"

#include <gtest/gtest.h>

namespace qiuhao::knowledge {
namespace {

TEST(Icd, RangesAreReadOrRefused) {
  EXPECT_EQ(parse_icd_range("C34"), (IcdRange{"C34", "C34"}));
  EXPECT_EQ(parse_icd_range("i11.0"), (IcdRange{"I110", "I110"}));
  EXPECT_EQ(parse_icd_range("E10-E14"), (IcdRange{"E10", "E14"}));
  EXPECT_EQ(parse_icd_range("D69.3-D69.6"), (IcdRange{"D693", "D696"}));
  for (const char* wrong : {"", "C", "C3", "34", "C34.", "C34-", "-C34", "E14-E10", "C34-C34.9", "C34x", "C.34", "肺癌",
                            "C34.123456", "E10-E14-E15"}) {
    EXPECT_FALSE(parse_icd_range(wrong)) << wrong;
  }
}

TEST(Icd, LongerFormsOfACodeLieInIt) {
  for (const char* code : {"C34", "C34.9", "C34.900", "C34.900x001", "c34.1"}) EXPECT_TRUE(icd_lies_in(code, "C34"));
  for (const char* code : {"", "C3", "C35", "C50.900", "34", "乳腺癌"}) EXPECT_FALSE(icd_lies_in(code, "C34"));
  EXPECT_TRUE(icd_lies_in("E11.900", "E10-E14"));
  EXPECT_TRUE(icd_lies_in("E14", "E10-E14"));
  EXPECT_FALSE(icd_lies_in("E15.9", "E10-E14"));
  EXPECT_TRUE(icd_lies_in("D69.400", "D69.3-D69.6"));
  EXPECT_FALSE(icd_lies_in("D69", "D69.3-D69.6")) << "a category does not say which of its codes";
  EXPECT_FALSE(icd_lies_in("D69.7", "D69.3-D69.6"));
  EXPECT_FALSE(icd_lies_in("C34", "no range"));
}

TEST(Icd, CodesOfOperationsHaveTwoDigitsBeforeTheDot) {
  EXPECT_EQ(parse_operation_range("74"), (IcdRange{"74", "74"}));
  EXPECT_EQ(parse_operation_range("68.3-68.7"), (IcdRange{"683", "687"}));
  for (const char* wrong : {"", "7", "C34", "74.", "74-75.1", "75-74", "7.4", "74.1x00"})
    EXPECT_FALSE(parse_operation_range(wrong)) << wrong;
  for (const char* code : {"74", "74.1", "74.1x01", "74.99"}) EXPECT_TRUE(icd_lies_in(code, "74")) << code;
  EXPECT_TRUE(icd_lies_in("68.4900", "68.3-68.7"));
  EXPECT_FALSE(icd_lies_in("68.8", "68.3-68.7"));
  EXPECT_FALSE(icd_lies_in("68", "68.3-68.7"));
  EXPECT_FALSE(icd_lies_in("C74", "74")) << "a diagnosis is no operation";
}

TEST(Icd, SetsAreTidied) {
  using Texts = std::vector<std::string>;
  EXPECT_EQ(tidy_icd({"C50", "C34", "C34"}), (Texts{"C34", "C50"}));
  EXPECT_EQ(tidy_icd({"E11", "E10-E14", "I11.0", "E11.2"}), (Texts{"E10-E14", "I11.0"}));
  EXPECT_EQ(tidy_icd({"D66-D67", "D66"}), (Texts{"D66-D67"}));
  EXPECT_TRUE(tidy_icd({}).empty());
}

}  // namespace
}  // namespace qiuhao::knowledge
