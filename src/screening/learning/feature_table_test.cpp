// Tables as bureaus have them: charsets, delimiters, empty cells, and what is refused.
#include "screening/learning/feature_table.h"

#include <fmt/format.h>

#include <cmath>

#include "screening/learning/column_uses.h"
#include "screening/learning/test_folder.h"
#include "tables/engine.h"

namespace qiuhao::screening {
namespace {

class FeatureTables : public testing::Test {
 protected:
  Result<FeatureTable> read(std::string_view content, const TableWords& words = {"id", "label"}) {
    return read_feature_table(folder_.write("t.csv", content), words);
  }
  std::string refusal(std::string_view content, const TableWords& words = {"id", "label"}) {
    const auto table = read(content, words);
    return table ? "none" : table.error().code;
  }
  TestFolder folder_;
};

TEST_F(FeatureTables, CellsAreNumbersTextsOrEmpty) {
  const auto table = read(
      "id,x,grade,label\n"
      "H1, 1.5 ,三级,1\n"
      "H2,NULL,\"二,级\",否\n"
      "H1,+2e3,,\n"
      "H3,n/a,三级,TRUE\n");
  ASSERT_TRUE(table.has_value()) << table.error().text();
  EXPECT_EQ(table->rows, 4U);
  EXPECT_EQ(table->ids, (std::vector<std::string>{"H1", "H2", "H3"}));
  EXPECT_EQ(table->id_rows, (std::vector<std::uint32_t>{0, 1, 0, 2}));
  EXPECT_EQ(table->labels, (std::vector<std::int8_t>{1, 0, kNoLabel, 1}));
  ASSERT_EQ(table->columns.size(), 2U);
  const TableColumn& x = *table->find("x");
  EXPECT_EQ(x.numbers[0], 1.5);
  EXPECT_TRUE(std::isnan(x.numbers[1]));
  EXPECT_EQ(x.numbers[2], 2000);
  EXPECT_EQ(x.empty, 2U);
  EXPECT_EQ(x.words, 0U);
  const TableColumn& grade = *table->find("grade");
  EXPECT_EQ(grade.texts, (std::vector<std::string>{"三级", "二,级"}));
  EXPECT_EQ(grade.codes, (std::vector<std::uint16_t>{0, 1, kEmptyCell, 0}));
  EXPECT_EQ(grade.first_word, "三级");
}

TEST_F(FeatureTables, LineEndsOfAnyKind) {
  for (const char* end : {"\n", "\r\n", "\r"}) {
    std::string text;
    for (const char* line : {"id,x,label", "H1,1,1", "H2,2,0"}) text += std::string(line) + end;
    const auto table = read(text);
    ASSERT_TRUE(table.has_value()) << table.error().text();
    EXPECT_EQ(table->rows, 2U);
    EXPECT_EQ(table->labels, (std::vector<std::int8_t>{1, 0}));
  }
}

TEST_F(FeatureTables, DelimitersAndByteOrderMarksOfOfficePrograms) {
  for (const char delimiter : {',', ';', '\t', '|'}) {
    std::string text = "\xEF\xBB\xBFid,x,label\r\nH1,1,1\r\nH2,2,0\r\n";
    for (char& c : text) c = c == ',' ? delimiter : c;
    const auto table = read(text);
    ASSERT_TRUE(table.has_value()) << delimiter << table.error().text();
    EXPECT_EQ(table->rows, 2U);
    EXPECT_EQ(table->columns[0].numbers, (std::vector<double>{1, 2}));
  }
}

// 机构,等级,违规 / 甲,三级,是 in GBK: Excel's "CSV" on a Chinese Windows.
TEST_F(FeatureTables, GbkBecomesUtf8) {
  const std::string gbk =
      "\xBB\xFA\xB9\xB9,\xB5\xC8\xBC\xB6,\xCE\xA5\xB9\xE6\n"
      "\xBC\xD7,\xC8\xFD\xBC\xB6,\xCA\xC7\n"
      "\xD2\xD2,\xB6\xFE\xBC\xB6,\xB7\xF1\n";
  const auto table = read(gbk, {"机构", "违规"});
  ASSERT_TRUE(table.has_value()) << table.error().text();
  EXPECT_EQ(table->ids, (std::vector<std::string>{"甲", "乙"}));
  EXPECT_EQ(table->labels, (std::vector<std::int8_t>{1, 0}));
  EXPECT_EQ(table->find("等级")->texts, (std::vector<std::string>{"三级", "二级"}));
}

TEST_F(FeatureTables, ParquetIsTheSameTable) {
  const Path file = folder_.path() / "t.parquet";
  auto engine = tables::Engine::open({});
  ASSERT_TRUE(engine.has_value());
  ASSERT_TRUE(
      engine
          ->run(fmt::format("COPY (SELECT * FROM (VALUES ('H1', 0.1::DOUBLE, 12.50::DECIMAL(9,2), true, 'a'), "
                            "('H2', NULL, 3, false, 'b')) v(id, x, money, label, grade)) TO {} (FORMAT parquet)",
                            tables::sql_text(file.string())))
          .has_value());
  const auto table = read_feature_table(file, {"id", "label"});
  ASSERT_TRUE(table.has_value()) << table.error().text();
  EXPECT_EQ(table->labels, (std::vector<std::int8_t>{1, 0}));
  EXPECT_EQ(table->find("x")->numbers[0], 0.1);
  EXPECT_EQ(table->find("x")->empty, 1U);
  EXPECT_EQ(table->find("money")->numbers[0], 12.5);
}

TEST_F(FeatureTables, RowsKeepTheirOrderBeyondOneChunk) {
  std::string text = "id,x,label\n";
  for (int i = 0; i < 10'000; ++i) text += fmt::format("H{},{},{}\n", i, i, i % 2);
  const auto table = read(text);
  ASSERT_TRUE(table.has_value());
  for (std::size_t i = 0; i < 10'000; ++i) ASSERT_EQ(table->columns[0].numbers[i], static_cast<double>(i));
}

TEST_F(FeatureTables, WhatIsRefusedSaysWhy) {
  EXPECT_EQ(refusal("id,x,label\n"), "no_rows");
  EXPECT_EQ(refusal("id,x\nH1,1\n"), "no_such_column");
  EXPECT_EQ(refusal("id,x,label\nH1,1,1\n", {"hospital", "label"}), "no_such_column");
  EXPECT_EQ(refusal("id,x,label\nH1,1,1\n", {"id", "label", {"y"}}), "no_such_column");
  EXPECT_EQ(refusal("id,x,label\nH1,1,1\n", {"id", "id"}), "id_is_label");
  EXPECT_EQ(refusal("id,x,label\nH1,1,1\n,2,0\n"), "empty_id");
  EXPECT_EQ(refusal("id,x,label\nH1,1,1\nH2,2,2\n"), "bad_label");
  EXPECT_EQ(refusal("id,x,label\nH1,1,1\nH2,2,maybe\n"), "bad_label");
  EXPECT_EQ(refusal(std::string("id,") + std::string(300, 'x') + ",label\nH1,1,1\n"), "name_too_long");
  EXPECT_EQ(refusal(std::string("\xFF\xFEi\0d\0", 6)), "utf16_table");
  EXPECT_EQ(refusal("id,x,label\nH1,1,1\nH2,1\n"), "bad_table");
  EXPECT_EQ(refusal(""), "no_rows");
  EXPECT_EQ(refusal("id,x,x,label\nH1,1,1,1\n"), "repeated_column");
  EXPECT_EQ(refusal("id,x,label\nH1,\"1,1\n"), "bad_table");
  EXPECT_EQ(refusal("id,x,label\nH1,\xFF\xFE,1\n"), "bad_table");
  EXPECT_EQ(read_feature_table(folder_.path() / "none.csv", {"id"}).error().code, "no_such_file");
  EXPECT_EQ(read_feature_table(folder_.path(), {"id"}).error().code, "no_such_file");
  const auto missing = read("id,x,label\nH1,1,1\n,2,0\n");
  EXPECT_NE(missing.error().text().find("row 2 below the header"), std::string::npos) << missing.error().text();
  EXPECT_NE(missing.error().text(Language::chinese).find("第 2 行"), std::string::npos);
}

TEST_F(FeatureTables, ALineThatIsWrongIsNamedHoweverLate) {
  std::string text = "id,x,label\n";
  for (int i = 0; i < 30'000; ++i) text += i == 25'000 ? "H,1\n" : fmt::format("H{},{},{}\n", i, i % 7, i % 2);
  const auto table = read(text);
  ASSERT_FALSE(table.has_value());
  EXPECT_EQ(table.error().code, "bad_table");
  EXPECT_EQ(table.error().place.line, 25'002);
  EXPECT_NE(table.error().message.find("another number of fields"), std::string::npos) << table.error().message;
}

// DuckDB alone drops the rest without a word.
TEST_F(FeatureTables, AQuoteThatNeverEndsLosesNoRows) {
  std::string text = "id,x,label\n";
  for (int i = 0; i < 300; ++i) text += fmt::format("H{},{}{},{}\n", i, i == 200 ? "\"" : "", i % 7, i % 2);
  const auto table = read(text);
  ASSERT_FALSE(table.has_value());
  EXPECT_EQ(table.error().code, "bad_table");
  EXPECT_EQ(table.error().place.line, 202) << table.error().text();
}

TEST_F(FeatureTables, QuotesHoldDelimitersAndLines) {
  const auto table = read("id,\"x\ny\",label\n\"H,1\",\"a\nb\",1\n\"H\"\"2\",\"\",0\n");
  ASSERT_TRUE(table.has_value()) << table.error().text();
  EXPECT_EQ(table->ids, (std::vector<std::string>{"H,1", "H\"2"}));
  EXPECT_EQ(table->columns[0].name, "x\ny");
  EXPECT_EQ(table->columns[0].texts, std::vector<std::string>{"a\nb"});
  EXPECT_EQ(table->columns[0].empty, 1U);
}

TEST_F(FeatureTables, TenThousandColumnsAreTooMany) {
  std::string text = "id";
  for (int i = 0; i < 10'000; ++i) text += fmt::format(",c{}", i);
  text += "\nH1";
  for (int i = 0; i < 10'000; ++i) text += ",1";
  EXPECT_EQ(refusal(text + "\n", {"id"}), "too_many_columns");
}

TEST_F(FeatureTables, ADifferentFileHasAnotherHash) {
  const auto one = read("id,x,label\nH1,1,1\n"), same = read("id,x,label\nH1,1,1\n"),
             other = read("id,x,label\nH1,2,1\n");
  EXPECT_EQ(one->hash, same->hash);
  EXPECT_NE(one->hash, other->hash);
}

TEST(LabelWords, OfTwoClasses) {
  for (const char* word : {"1", "yes", "Y", "TRUE", "是", "1.0"}) EXPECT_EQ(label_of(word), 1) << word;
  for (const char* word : {"0", "No", "n", "false", "否", "0.0", "-0"}) EXPECT_EQ(label_of(word), 0) << word;
  for (const char* word : {"2", "-1", "maybe", "是的", "", "nan", "1,0"}) EXPECT_FALSE(label_of(word)) << word;
}

class ColumnKinds : public FeatureTables {
 protected:
  // A table of 100 rows: each column's cell by row.
  Result<FeatureTable> table_of(const std::vector<std::pair<std::string, std::string (*)(int)>>& columns) {
    std::string text = "id,label";
    for (const auto& [name, cell] : columns) text += "," + name;
    for (int row = 0; row < 100; ++row) {
      text += fmt::format("\nH{},{}", row, row % 3 == 0 ? 1 : 0);
      for (const auto& [name, cell] : columns) text += "," + cell(row);
    }
    return read(text + "\n");
  }
};

TEST_F(ColumnKinds, AreDecidedByAllRows) {
  const auto table = table_of({{"number", [](int row) { return fmt::format("{}", row * row % 7); }},
                               {"level", [](int row) { return row < 95 ? std::string("甲") : std::string("乙"); }},
                               {"mixed", [](int row) { return row % 2 == 0 ? fmt::format("{}", row % 4) : "无"; }},
                               {"empty", [](int) { return std::string(); }},
                               {"same", [](int) { return std::string("7"); }},
                               {"one_or_none", [](int row) { return row % 2 == 0 ? std::string("7") : std::string(); }},
                               {"names", [](int row) { return fmt::format("医院{}", row); }}});
  ASSERT_TRUE(table.has_value());
  const auto uses = uses_of_columns(*table, {});
  ASSERT_TRUE(uses.has_value()) << uses.error().text();
  const ColumnKind expected[] = {ColumnKind::numeric, ColumnKind::categorical, ColumnKind::categorical,
                                 ColumnKind::dropped, ColumnKind::dropped,     ColumnKind::numeric,
                                 ColumnKind::dropped};
  for (std::size_t i = 0; i < uses->size(); ++i) {
    EXPECT_EQ((*uses)[i].kind, expected[i]) << (*uses)[i].name;
    EXPECT_EQ((*uses)[i].why.chinese.empty(), (*uses)[i].is_used()) << (*uses)[i].name;
  }
  EXPECT_EQ((*uses)[1].levels.size(), 2U);
  EXPECT_TRUE((*uses)[1].levels[0].is_rare);  // 乙 sorts first, five rows
  EXPECT_EQ((*uses)[1].levels[1].rows, 95U);

  const std::vector<std::string> wanted{"number"}, unknown{"numbers"};
  EXPECT_EQ((*uses_of_columns(*table, wanted))[0].kind, ColumnKind::categorical);
  EXPECT_EQ(uses_of_columns(*table, unknown).error().code, "no_such_column");
}

TEST_F(ColumnKinds, WordsAmongNumbersAreRefusedWithTheirPlace) {
  const auto table =
      table_of({{"amount", [](int row) { return row == 57 ? std::string("\"1,234\"") : fmt::format("{}.5", row); }}});
  ASSERT_TRUE(table.has_value());
  const auto uses = uses_of_columns(*table, {});
  ASSERT_FALSE(uses.has_value());
  EXPECT_EQ(uses.error().code, "text_in_numbers");
  EXPECT_NE(uses.error().message.find("'1,234' in row 58"), std::string::npos) << uses.error().message;
}

TEST_F(ColumnKinds, NothingToLearnFromIsRefused) {
  const auto table = table_of({{"same", [](int) { return std::string("7"); }}});
  EXPECT_EQ(uses_of_columns(*table, {}).error().code, "no_columns");
}

// Thirty levels of three rows each would tell every label by heart.
TEST_F(ColumnKinds, ManyRareLevelsAreNoLeak) {
  const auto table = table_of({{"level", [](int row) { return fmt::format("甲{}", row * 7 % 31); }}});
  const auto uses = uses_of_columns(*table, {});
  ASSERT_TRUE(uses.has_value());
  EXPECT_TRUE(find_leaks(*table, *uses).empty());
}

TEST_F(ColumnKinds, LeaksAreFound) {
  const auto table =
      table_of({{"copy", [](int row) { return fmt::format("{}", row % 3 == 0 ? 5 + row % 2 : row % 2); }},
                {"reversed", [](int row) { return fmt::format("{}", row % 3 == 0 ? -100 : row); }},
                {"word", [](int row) { return std::string(row % 3 == 0   ? "已处罚"
                                                          : row % 2 == 0 ? "无"
                                                                         : "未查"); }},
                {"only_then", [](int row) { return row % 3 == 0 ? fmt::format("{}", row % 10) : std::string(); }},
                {"serial", [](int row) { return fmt::format("{}", 1000 + row * 37 % 100); }},
                {"honest", [](int row) { return fmt::format("{}", row * 31 % 17); }}});
  ASSERT_TRUE(table.has_value());
  const auto uses = uses_of_columns(*table, {});
  ASSERT_TRUE(uses.has_value()) << uses.error().text();
  using Kind = ColumnLeak::Kind;
  std::vector<std::pair<std::string, Kind>> found;
  for (const ColumnLeak& leak : find_leaks(*table, *uses)) found.emplace_back(leak.name, leak.kind);
  EXPECT_EQ(found, (std::vector<std::pair<std::string, Kind>>{{"copy", Kind::copies_label},
                                                              {"reversed", Kind::copies_label},
                                                              {"word", Kind::copies_label},
                                                              {"only_then", Kind::emptiness_copies_label},
                                                              {"serial", Kind::counts_rows}}));
}

}  // namespace
}  // namespace qiuhao::screening
