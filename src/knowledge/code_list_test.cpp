// Code lists as sheets have them.
#include "knowledge/code_list.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace qiuhao::knowledge {
namespace {

using Codes = std::vector<std::string>;

const Place kPlace{"own.csv", 7, 0, "items"};

Codes read(std::string_view text) {
  const auto codes = read_code_list(text, kPlace);
  EXPECT_TRUE(codes.has_value()) << codes.error().text();
  return codes.value_or(Codes{});
}

TEST(CodeList, TakesSeparatorsOfEitherWidth) {
  const Codes three{"A1", "B2", "C3"};
  EXPECT_EQ(read("A1 B2 C3"), three);
  EXPECT_EQ(read("A1,B2;C3"), three);
  EXPECT_EQ(read("A1，B2、C3"), three);
  EXPECT_EQ(read(" A1；\nB2　C3\xC2\xA0"), three);
  EXPECT_EQ(read("Ａ１，B２，C3"), three);
  EXPECT_EQ(read(""), Codes{});
}

TEST(CodeList, NamesACodeOnce) { EXPECT_EQ(read("A1、A1，B2"), (Codes{"A1", "B2"})); }

TEST(CodeList, ARangeStandsForEachOfItsCodes) {
  const Codes five{"A01", "A02", "A03", "A04", "A05"};
  EXPECT_EQ(read("A01-A05"), five);
  EXPECT_EQ(read("A01～A05"), five);
  EXPECT_EQ(read("A01 ~ A05"), five);
  EXPECT_EQ(read("A01至A05"), five);
  EXPECT_EQ(read("Ａ０１－Ａ０５"), five);
  EXPECT_EQ(read("A08～A11、B1"), (Codes{"A08", "A09", "A10", "A11", "B1"}));
  EXPECT_EQ(read("002703000010000～002703000010002"), (Codes{"002703000010000", "002703000010001", "002703000010002"}));
}

TEST(CodeList, ADashInACodeStays) {
  EXPECT_EQ(read("C01-02"), (Codes{"C01-02"}));
  EXPECT_EQ(read("T-1 T-2"), (Codes{"T-1", "T-2"}));
  EXPECT_EQ(read("A-B-C"), (Codes{"A-B-C"}));
  EXPECT_EQ(read("001-005"), (Codes{"001-005"}));
}

TEST(CodeList, RefusesRangesThatAreNone) {
  for (const char* text : {"A05～A01", "A1～A10", "A01～B05", "A01～", "～A05", "A05-A01", "A0001～A9999", "A～C"}) {
    const auto codes = read_code_list(text, kPlace);
    ASSERT_FALSE(codes.has_value()) << text;
    EXPECT_EQ(codes.error().code, "bad_code_range") << text;
    EXPECT_EQ(codes.error().place.line, 7) << text;
    EXPECT_NE(codes.error().message.find("list its codes"), std::string::npos) << text;
    EXPECT_FALSE(codes.error().chinese.empty());
  }
}

}  // namespace
}  // namespace qiuhao::knowledge
