// Scoring by a model that came from its file: the same figures, and what is new in the table is told.
#include "screening/learning/provider_scores.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "screening/learning/model_file.h"
#include "screening/learning/test_folder.h"
#include "screening/learning/test_table.h"
#include "text/sealed.h"

namespace qiuhao::screening {
namespace {

class ProviderScores : public testing::Test {
 protected:
  static constexpr int kProviders = 400;

  // Provider, share of drugs, grade, label: a high share at an unrated hospital is what the label is about.
  static std::string table(int providers, double shift, std::string_view grade_of_all = "") {
    SeededDraws draws(12);
    std::string csv = "机构,药占比,等级,备注,违规\n";
    for (int i = 0; i < providers; ++i) {
      const double share = draws.unit();
      const bool is_unrated = draws.below(2) == 0;
      const bool positive = draws.unit() < (share > 0.6 && is_unrated ? 0.8 : 0.1);
      const std::string grade = !grade_of_all.empty() ? std::string(grade_of_all) : is_unrated ? "未定级" : "三级";
      csv += fmt::format("H{},{},{},说明{},{}\n", i, i % 25 == 0 ? "" : fmt::format("{:.4f}", share + shift), grade, i,
                         positive ? "是" : "否");
    }
    return csv;
  }

  void SetUp() override {
    auto trained = train_provider_model(folder_.write("t.csv", table(kProviders, 0)), {"机构", "违规"}, {.folds = 3});
    ASSERT_TRUE(trained.has_value()) << trained.error().text();
    text_ = *text_of_model(trained->model);
    path_ = folder_.write("t.model.json", text_);
    auto model = read_model(path_);
    ASSERT_TRUE(model.has_value()) << model.error().text();
    model_ = std::move(*model);
    trained_ = std::move(*trained);
  }

  Result<ScoredTable> score(std::string_view csv, const std::string& id = "") {
    return score_table(model_, folder_.write("s.csv", csv), id);
  }

  TestFolder folder_;
  std::string text_;
  Path path_;
  ProviderModel model_;
  TrainedModel trained_;
};

TEST_F(ProviderScores, AFileHoldsAllOfTheModel) {
  EXPECT_EQ(*text_of_model(model_), text_);
  EXPECT_EQ(model_.facts.positives, trained_.model.facts.positives);
  EXPECT_EQ(model_.facts.hash, trained_.model.facts.hash);
  EXPECT_EQ(model_.measures.first[0].low, trained_.model.measures.first[0].low);
  EXPECT_EQ(model_.uses.size(), 3U);
  EXPECT_EQ(model_.uses[2].kind, ColumnKind::dropped);
}

TEST_F(ProviderScores, ReasonsAddUpAndPointTheRightWay) {
  const auto scored = score(table(kProviders, 0));
  ASSERT_TRUE(scored.has_value()) << scored.error().text();
  EXPECT_TRUE(scored->is_training_table);
  EXPECT_TRUE(scored->unseen.empty());
  EXPECT_TRUE(scored->moved.empty());
  EXPECT_EQ(scored->unknown_columns, std::vector<std::string>{});
  ASSERT_EQ(scored->scores.size(), static_cast<std::size_t>(kProviders));
  double bias = 0;
  std::map<std::string, double> of_id;
  for (const ProviderScore& score : scored->scores) {
    double sum = 0;
    for (const ScoreReason& reason : score.reasons) sum += reason.contribution;
    if (bias == 0) bias = score.margin - sum;
    EXPECT_NEAR(score.margin - sum, bias, 1e-4);  // two columns: all are among the reasons
    EXPECT_NEAR(score.probability, model_.calibration.probability(score.margin), 1e-12);
  }
  const ProviderScore& first = scored->scores.front();
  EXPECT_GT(first.probability, 0.5);
  for (const ScoreReason& reason : first.reasons) EXPECT_GT(reason.contribution, 0) << reason.column;
  EXPECT_GT(first.probability, scored->scores.back().probability);
}

TEST_F(ProviderScores, ARowAloneScoresAsAmongOthers) {
  const auto all = score(table(kProviders, 0));
  const auto one = score("机构,等级,药占比\nX,未定级,0.9\n");
  const auto same = score("药占比,多余,机构,等级\n0.9,1,X,未定级\n0.2,2,Y,三级\n");
  ASSERT_TRUE(all && one && same);
  EXPECT_EQ(one->scores[0].probability, same->scores[0].probability);
  EXPECT_EQ(same->unknown_columns, std::vector<std::string>{"多余"});
  EXPECT_FALSE(one->is_training_table);
}

TEST_F(ProviderScores, UnseenLevelsAreNamedAndCounted) {
  const auto scored = score(table(50, 0, "民营一级"));
  ASSERT_TRUE(scored.has_value());
  ASSERT_EQ(scored->unseen.size(), 1U);
  EXPECT_EQ(scored->unseen[0].column, "等级");
  EXPECT_EQ(scored->unseen[0].text, "民营一级");
  EXPECT_EQ(scored->unseen[0].rows, 50U);
  const auto empty = score("机构,等级,药占比\nX,,0.9\n");
  ASSERT_EQ(empty->unseen.size(), 1U);  // training had no empty cell of it
  EXPECT_EQ(empty->unseen[0].text, "");
}

TEST_F(ProviderScores, MovedColumnsAreTold) {
  const auto scored = score(table(kProviders, 0.7));
  ASSERT_TRUE(scored.has_value());
  ASSERT_EQ(scored->moved.size(), 1U);
  EXPECT_EQ(scored->moved[0].column, "药占比");
  EXPECT_TRUE(scored->moved[0].drift.is_moved);
  EXPECT_GT(scored->moved[0].drift.index, 1);
  EXPECT_GT(scored->moved[0].drift.beyond, 200U);
}

TEST_F(ProviderScores, WhatDoesNotFitIsRefused) {
  const auto code = [&](std::string_view csv, const std::string& id = "") {
    const auto scored = score(csv, id);
    return scored ? "none" : scored.error().code;
  };
  EXPECT_EQ(code("机构,等级\nX,三级\n"), "missing_columns");
  EXPECT_EQ(code("机构,药占比,等级\nX,很高,三级\n"), "text_in_numbers");
  EXPECT_EQ(code("单位,药占比,等级\nX,0.1,三级\n"), "no_such_column");
  EXPECT_EQ(code("单位,药占比,等级\nX,0.1,三级\n", "单位"), "none");
  EXPECT_EQ(code("机构,药占比,等级\n"), "no_rows");
  const auto lacking = score("机构\nX\n");
  EXPECT_NE(lacking.error().message.find("药占比, 等级"), std::string::npos) << lacking.error().message;
}

TEST_F(ProviderScores, ChangedModelsAreRefused) {
  SeededDraws draws(2);
  for (int round = 0; round < 50; ++round) {
    std::string damaged = text_;
    char& byte = damaged[draws.below(damaged.size())];
    byte = static_cast<char>(byte ^ (1 << draws.below(8)));
    const auto model = read_model(folder_.write("d.json", damaged));
    ASSERT_FALSE(model.has_value());
    EXPECT_EQ(model.error().code, "bad_model");
  }
  EXPECT_EQ(read_model(folder_.write("e.json", "{}")).error().code, "bad_model");
  EXPECT_EQ(read_model(folder_.path() / "none.json").error().code, "no_such_file");
}

// Changed by somebody who makes the checksum anew: refused, or some model that scores; never a crash.
TEST_F(ProviderScores, ForgedModelsAreSurvived) {
  SeededDraws draws(3);
  const Path table_file = folder_.write("s.csv", table(30, 0));
  const std::string body = text_.substr(1, text_.rfind(",\n\"checksum\"") - 1);
  ASSERT_EQ(text::seal(body), text_);
  const std::size_t head = body.find("\"trees\"");
  int refused = 0, scored = 0;
  for (int round = 0; round < 250; ++round) {
    std::string forged = body;
    for (std::size_t i = 0; i <= draws.below(3); ++i) {
      // Mostly before the trees, which have a test of their own.
      const std::size_t place = draws.below(round % 4 == 0 ? forged.size() : head);
      forged[place] = "0123456789-.,[]{}\"eE"[draws.below(20)];
    }
    const auto model = read_model(folder_.write("f.json", text::seal(forged)));
    refused += model ? 0 : 1;
    scored += model && score_table(*model, table_file, "机构") ? 1 : 0;
  }
  EXPECT_GT(refused, 100);
  EXPECT_GT(scored, 10);  // changes of figures alone
}

TEST(ColumnDrifts, AreOfTheFormulaAndNotOfChance) {
  ColumnUse use{"x"};
  SeededDraws draws(6);
  const auto column_of = [&](std::size_t rows, double from) {
    TableColumn column;
    column.name = "x";
    for (std::size_t row = 0; row < rows; ++row) column.numbers.push_back(from + draws.unit());
    column.codes.assign(rows, 0);
    return column;
  };
  const ColumnSpread spread = spread_of(use, column_of(1'000, 0));
  EXPECT_EQ(spread.edges.size(), kSpreadBins - 1);
  for (std::size_t bin = 0; bin < kSpreadBins; ++bin) EXPECT_EQ(spread.counts[bin], 100U);
  EXPECT_LT(drift_of(use, spread, column_of(1'000, 0)).index, 0.05);
  int moved = 0;
  double mean = 0;
  for (int round = 0; round < 200; ++round) {
    const ColumnDrift drift = drift_of(use, spread, column_of(20, 0));  // by chance alone well above 0.25
    moved += drift.is_moved ? 1 : 0;
    mean += drift.index / 200;
  }
  EXPECT_GT(mean, 0.25);
  EXPECT_LE(moved, 10);
  // All in the last tenth and beyond: ten bins, by hand.
  const ColumnDrift far = drift_of(use, spread, column_of(1'000, 2));
  const double total = 1'000 + 11 * 0.5;
  double index = 0;
  for (int bin = 0; bin < 9; ++bin) index += (0.5 / total - 100.5 / total) * std::log(0.5 / 100.5);
  index += (1'000.5 / total - 100.5 / total) * std::log(1'000.5 / 100.5);
  EXPECT_NEAR(far.index, index, 1e-9);
  EXPECT_EQ(far.beyond, 1'000U);
  EXPECT_TRUE(far.is_moved);
}

}  // namespace
}  // namespace qiuhao::screening
