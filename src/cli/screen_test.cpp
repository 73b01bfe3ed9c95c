// `qiuhao screen` as people call it: train, score, outliers, and what they say when a table does not fit.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "cli/run_program.h"
#include "cli/screen_output.h"
#include "screening/learning/test_folder.h"
#include "screening/learning/test_table.h"
#include "text/csv.h"
#include "text/document.h"

namespace qiuhao::cli {
namespace {

struct Said {
  int code = 0;
  std::string out, err;
  bool says(std::string_view words) const {
    return out.find(words) != std::string::npos || err.find(words) != std::string::npos;
  }
};

Said call(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), {"qiuhao", "screen"});
  std::vector<const char*> words;
  for (const std::string& argument : arguments) words.push_back(argument.c_str());
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  Said said;
  said.code = run_program(static_cast<int>(words.size()), words.data());
  said.out = testing::internal::GetCapturedStdout();
  said.err = testing::internal::GetCapturedStderr();
  return said;
}

class Screen : public testing::Test {
 protected:
  void SetUp() override { table_ = folder_.write("providers.csv", screening::make_test_table(300, 4).csv).string(); }
  Said train(std::vector<std::string> more = {}) {
    more.insert(more.begin(), {"train", table_, "--id", "机构编码", "--label", "违规", "--folds", "3"});
    return call(more);
  }
  std::string path(const char* name) const { return (folder_.path() / name).string(); }

  screening::TestFolder folder_;
  std::string table_;
};

TEST_F(Screen, TrainsAndScores) {
  const Said trained = train({"--held-out", path("held.csv"), "--lang", "zh"});
  ASSERT_EQ(trained.code, 0) << trained.err;
  for (const char* words : {"300 行有标签", "AUC 曲线下面积", "校准误差", "逻辑回归", "providers.model.json"})
    EXPECT_TRUE(trained.says(words)) << words << trained.out;
  const auto held = text::read_csv(path("held.csv"));
  ASSERT_TRUE(held.has_value());
  EXPECT_EQ(held->rows.size(), 300U);

  const std::string model = path("providers.model.json");
  const Said table = call({"score", model, table_, "--top", "7", "--lang", "en"});
  ASSERT_EQ(table.code, 0) << table.err;
  EXPECT_TRUE(table.says("… of 300 rows"));
  EXPECT_TRUE(table.says("the table that the model was trained on"));
  EXPECT_EQ(std::ranges::count(table.out, '\n'), 9);

  const Said csv = call({"score", model, table_, "--format", "csv", "--out", path("scores.csv")});
  ASSERT_EQ(csv.code, 0) << csv.err;
  EXPECT_EQ(csv.out, "");
  const auto scores = text::read_csv(path("scores.csv"));
  ASSERT_TRUE(scores.has_value()) << scores.error().text();
  ASSERT_EQ(scores->rows.size(), 300U);
  double before = 1;
  for (const text::CsvRow& row : scores->rows) {
    const double probability = std::stod(row.fields[3]);
    EXPECT_LE(probability, before);
    before = probability;
  }
  EXPECT_EQ(call({"score", "--id", "机构编码", model, table_}).code, 0);
  const Said json = call({"score", model, table_, "--format", "json"});
  const auto document = text::parse_json(json.out, "out");
  ASSERT_TRUE(document.has_value()) << document.error().text();
  const auto& listed = document->find("scores")->items;
  ASSERT_EQ(listed.size(), 300U);
  EXPECT_EQ(listed[0].text_of("id"), scores->rows[0].fields[1]);
  EXPECT_EQ(listed[0].find("reasons")->items[0].text_of("column"), scores->rows[0].fields[5]);
}

TEST_F(Screen, SameCommandSameBytes) {
  ASSERT_EQ(train({"--out", path("a.json"), "--threads", "1"}).code, 0);
  ASSERT_EQ(train({"--out", path("b.json"), "--threads", "4"}).code, 0);
  ASSERT_EQ(train({"--out", path("c.json"), "--seed", "9"}).code, 0);
  EXPECT_EQ(*read_file(path("a.json")), *read_file(path("b.json")));
  EXPECT_NE(*read_file(path("a.json")), *read_file(path("c.json")));
}

TEST_F(Screen, ColumnsAreLeftOutAndWarnedOf) {
  std::string csv = "id,serial,after,x,code,label\n";
  for (int i = 0; i < 200; ++i)
    csv += fmt::format("H{},{},{},{},{},{}\n", i, 5000 + i, i % 4 == 0 ? 9 : i % 3, i * 17 % 23, i % 5, i % 4 == 0);
  for (std::size_t at = csv.find("true"); at != std::string::npos; at = csv.find("true")) csv.replace(at, 4, "是");
  for (std::size_t at = csv.find("false"); at != std::string::npos; at = csv.find("false")) csv.replace(at, 5, "否");
  table_ = folder_.write("leaks.csv", csv).string();
  const std::vector<std::string> words{"train", table_,    "--id", "id",     "--label",
                                       "label", "--folds", "3",    "--lang", "en"};
  const Said warned = call(words);
  ASSERT_EQ(warned.code, 0) << warned.err;
  EXPECT_TRUE(warned.says("column after all but repeats the label")) << warned.out;
  EXPECT_TRUE(warned.says("column serial looks like a running number"));
  std::vector<std::string> mended = words;
  mended.insert(mended.end(), {"--ignore", "after,serial", "--categorical", "code"});
  const Said quiet = call(mended);
  ASSERT_EQ(quiet.code, 0) << quiet.err;
  EXPECT_FALSE(quiet.says("all but repeats")) << quiet.out;
  EXPECT_TRUE(quiet.says("levels (5)"));
}

TEST_F(Screen, AModelThatLearntNothingIsSaidTo) {
  table_ = folder_.write("noise.csv", screening::make_test_table(300, 4, 0).csv).string();
  const Said said = train({"--lang", "en"});
  ASSERT_EQ(said.code, 0) << said.err;
  EXPECT_TRUE(said.says("has learnt nothing")) << said.out;
}

TEST_F(Screen, OutliersInEveryForm) {
  const std::vector<std::string> words{"outliers", "--id", "机构编码", "--ignore", "违规", table_};
  const auto with = [&](std::vector<std::string> more) {
    more.insert(more.begin(), words.begin(), words.end());
    return call(more);
  };
  const Said table = with({"--top", "3", "--lang", "zh"});
  ASSERT_EQ(table.code, 0) << table.err;
  EXPECT_TRUE(table.says("比较 25 个数列"));
  EXPECT_TRUE(table.says("未比较的列：等级, 类别, 区域, 性质, 专科"));
  EXPECT_TRUE(table.says("中位"));
  EXPECT_TRUE(with({"--within", "类别", "--lang", "zh"}).says("按“类别”分组比较：类0 "));
  const auto csv = text::parse_csv(with({"--format", "csv"}).out, "out");
  ASSERT_TRUE(csv.has_value()) << csv.error().text();
  EXPECT_EQ(csv->rows.size(), 300U);
  const auto json = text::parse_json(with({"--format", "json"}).out, "out");
  ASSERT_TRUE(json.has_value());
  EXPECT_EQ(json->find("rows")->items[0].text_of("id"), csv->rows[0].fields[1]);
}

TEST_F(Screen, MistakesEndWithTheirCodesAndWriteNothing) {
  EXPECT_EQ(call({}).code, 2);
  EXPECT_EQ(call({"train", table_}).code, 2);
  EXPECT_EQ(train({"--folds", "2"}).code, 2);
  EXPECT_EQ(call({"train", table_, "--id", "机构编码", "--label", "机构编码"}).code, 2);
  const Said unknown = call({"train", table_, "--id", "机构编码", "--label", "违归", "--lang", "zh"});
  EXPECT_EQ(unknown.code, 3);
  EXPECT_TRUE(unknown.says("没有列“违归”")) << unknown.err;
  EXPECT_EQ(call({"train", path("none.csv"), "--id", "a", "--label", "b"}).code, 3);
  EXPECT_EQ(train({"--out", table_}).code, 2);
  EXPECT_EQ(train({"--held-out", table_}).code, 2);
  EXPECT_EQ(call({"outliers", table_, "--id", "机构编码", "--out", table_}).code, 2);
  EXPECT_EQ(call({"score", table_, table_}).code, 3);
  EXPECT_EQ(call({"outliers", table_, "--id", "机构"}).code, 3);
  EXPECT_FALSE(std::filesystem::exists(path("providers.model.json")));
}

TEST(ScreenCells, AreNoFormulas) {
  EXPECT_EQ(screen_cell("=1+1"), "'=1+1");
  EXPECT_EQ(screen_cell("@x"), "'@x");
  EXPECT_EQ(screen_cell("-0.25"), "-0.25");
  EXPECT_EQ(screen_cell("-H1"), "'-H1");
  EXPECT_EQ(screen_cell("a,b"), "\"a,b\"");
  EXPECT_EQ(short_number(123456.7), "123457");
  EXPECT_EQ(short_number(0.123456), "0.1235");
}

}  // namespace
}  // namespace qiuhao::cli
