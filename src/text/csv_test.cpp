// CSV after RFC 4180: what a spreadsheet writes is read back, what is broken is refused with its line.
#include "text/csv.h"

#include <gtest/gtest.h>

namespace qiuhao::text {
namespace {

using Fields = std::vector<std::string>;

TEST(Csv, ReadsQuotesLineBreaksAndByteOrderMark) {
  const auto table = parse_csv(
      "\xEF\xBB\xBF"
      "编码,名称\r\n1,\"a,\"\"b\"\"\nc\"\r\n\r\n2,\n\"\",x",
      "t.csv");
  ASSERT_TRUE(table.has_value()) << table.error().text();
  EXPECT_EQ(table->header, (Fields{"编码", "名称"}));
  ASSERT_EQ(table->rows.size(), 3U);
  EXPECT_EQ(table->rows[0].fields, (Fields{"1", "a,\"b\"\nc"}));
  EXPECT_EQ(table->rows[0].line, 2);
  EXPECT_EQ(table->rows[1].fields, (Fields{"2", ""}));
  EXPECT_EQ(table->rows[1].line, 5);  // a quoted line break and an empty line before it
  EXPECT_EQ(table->rows[2].fields, (Fields{"", "x"}));
  EXPECT_EQ(table->rows[2].line, 6);
  EXPECT_EQ(table->find_column("名称"), 1U);
  EXPECT_FALSE(table->find_column("name").has_value());
}

TEST(Csv, RefusesWithLineAndMend) {
  EXPECT_EQ(parse_csv("a,b\n1\n", "t.csv").error().text(),
            "t.csv:2: has 1 columns where the header has 2; quote fields that hold commas");
  EXPECT_EQ(parse_csv("a,b\n1,\"x\n", "t.csv").error().place.line, 2);
  EXPECT_EQ(parse_csv("a,a\n", "t.csv").error().text(), "t.csv:1: column 'a' stands twice; keep one");
  EXPECT_FALSE(parse_csv("", "t.csv").has_value());
  EXPECT_FALSE(parse_csv("a\n\"x\"y\n", "t.csv").has_value());
  EXPECT_FALSE(parse_csv("a\n\xB1\xE0\n", "t.csv").has_value()) << "GBK is not UTF-8";
  EXPECT_FALSE(parse_csv(std::string(kMaxCsvColumns + 1, ','), "t.csv").has_value());
  EXPECT_FALSE(parse_csv("a\n" + std::string(kMaxCsvFieldBytes + 1, 'x'), "t.csv").has_value());
}

}  // namespace
}  // namespace qiuhao::text
