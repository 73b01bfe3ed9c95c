// Answers in the width of a terminal, and what DuckDB says as sentences.
#include <gtest/gtest.h>

#include "cel/lexer/unicode.h"
#include "cli/sql_error.h"
#include "cli/sql_output.h"

namespace qiuhao::cli {
namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = text.find('\n', begin);
    lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

TEST(SqlTable, IsAlignedWhereChineseIsTwoWide) {
  EXPECT_EQ(table_text({"item", "n"}, {{"甲", "1"}, {"abc", "1234"}}, {false, true}, 80),
            "item     n\n"
            "甲       1\n"
            "abc   1234\n");
  EXPECT_EQ(table_text({"a", "b"}, {}, {false, true}, 80), "a  b\n");
}

TEST(SqlTable, FitsTheTerminalAndNeverCutsANumber) {
  const std::string longer(60, 'x');
  const std::string chinese = "沙美特罗替卡松吸入粉雾剂沙美特罗替卡松吸入粉雾剂";
  const std::string number = "1234567890.12";
  for (std::size_t width = 40; width <= 200; ++width) {
    const auto lines = lines_of(table_text({"name", "amount", "item"}, {{longer, number, chinese}, {"y", "1.00", "z"}},
                                           {false, true, false}, width));
    ASSERT_EQ(lines.size(), 3U) << width;
    for (const std::string& line : lines) EXPECT_LE(cel::display_width(line), width) << line;
    EXPECT_NE(lines[1].find(number), std::string::npos) << width;
    EXPECT_EQ(lines[1].find("…") == std::string::npos, width >= 60 + 2 + 13 + 2 + 48) << width;
  }
}

TEST(SqlTable, StandsOneValueALineWhenItDoesNotFit) {
  std::vector<std::string> header;
  std::vector<std::string> row;
  for (int column = 0; column < 20; ++column) {
    header.push_back("column_number_" + std::to_string(column));
    row.push_back("value " + std::to_string(column) + std::string(100, '.'));
  }
  const auto lines = lines_of(table_text(header, {row, row}, std::vector<bool>(20, false), 80));
  ASSERT_EQ(lines.size(), 42U);
  for (const std::string& line : lines) EXPECT_LE(cel::display_width(line), 80U) << line;
  EXPECT_TRUE(lines[3].starts_with("column_number_2 ")) << lines[3];
  EXPECT_NE(lines[3].find("value 2..."), std::string::npos);
}

const SqlNames kNames{{"visit", "line"}, {"id", "quantity", "amount"}};

Error said(const std::string& json, const std::string& sql) {
  return explain_sql_error({Fault::input, "sql_failed", json, {}}, sql, kNames);
}

TEST(SqlError, HasPlaceCaretAndBothLanguages) {
  const Error error = said(
      R"({"exception_type":"Binder","exception_message":"Referenced column \"quantty\" not found in FROM clause!\nx",)"
      R"("candidates":"a","position":"21","error_subtype":"COLUMN_NOT_FOUND","name":"quantty"})",
      "select '明细',\n  quantty from line");
  EXPECT_EQ(error.place.line, 2);
  EXPECT_EQ(error.place.column, 5);  // 21 bytes: the third of the name, for the text has two of three bytes
  EXPECT_EQ(error.message, "there is no column quantty; did you mean quantity?");
  EXPECT_NE(error.chinese.find("没有列 quantty"), std::string::npos);
  EXPECT_NE(error.snippet.find("quantty from line"), std::string::npos);
}

TEST(SqlError, KnowsTheCommonMistakes) {
  const auto both = [](const std::string& json) {
    const Error error = said(json, "select a form line");
    EXPECT_FALSE(error.chinese.empty()) << json;
    return error.message;
  };
  EXPECT_TRUE(both(R"({"exception_type":"Parser","exception_message":"syntax error at or near \"v\"",)"
                   R"("error_subtype":"SYNTAX_ERROR","position":"14"})")
                  .starts_with("this is no SQL near 'v'"));
  EXPECT_TRUE(both(R"({"exception_type":"Parser","exception_message":"syntax error at end of input"})")
                  .starts_with("the statement ends too soon"));
  EXPECT_EQ(both(R"({"exception_type":"Catalog","exception_message":"x","error_subtype":"MISSING_ENTRY",)"
                 R"("type":"Table","name":"lien"})"),
            "there is no table lien; did you mean line?");
  EXPECT_EQ(both(R"({"exception_type":"Catalog","exception_message":"x","error_subtype":"MISSING_ENTRY",)"
                 R"("type":"Scalar Function","name":"summ","candidates":"fsum,sum,mum"})"),
            "there is no function summ; did you mean sum?");
  EXPECT_TRUE(both(R"({"exception_type":"Permission","exception_message":"Cannot access file"})")
                  .starts_with("files, extensions and other databases cannot be reached"));
  EXPECT_EQ(both(R"({"exception_type":"Conversion","exception_message":"Could not\nsecond line","position":"999"})"),
            "Could not");
  const Error full =
      explain_sql_error({Fault::system,
                         "out_of_memory",
                         R"(memory is used up ({"exception_type":"Out of Memory","exception_message":"x"}))",
                         {}},
                        "select 1", kNames);
  EXPECT_EQ(full.code, "out_of_memory");
  EXPECT_NE(full.message.find("--memory"), std::string::npos) << full.message;
  const Error other{Fault::system, "disk_full", "the disk is full", {}};
  EXPECT_EQ(explain_sql_error(other, "select 1", kNames).message, "the disk is full");
  EXPECT_EQ(said("no JSON at all", "select 1").message, "no JSON at all");
  EXPECT_EQ(said("{broken", "select 1").message, "{broken");
}

}  // namespace
}  // namespace qiuhao::cli
