// Training as a whole: it learns what there is, and not what there is not; the same seed gives the same model.
#include "screening/learning/provider_model.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "screening/learning/test_folder.h"
#include "screening/learning/test_table.h"

namespace qiuhao::screening {
namespace {

const TrainWords kWords{"机构编码", "违规"};

MeasuredInterval of(const MeasureIntervals& measures, Measured which) {
  return measures[static_cast<std::size_t>(which)];
}

class ProviderModels : public testing::Test {
 protected:
  Result<TrainedModel> train(std::string_view csv, const TrainingOptions& options = {}) {
    return train_provider_model(folder_.write("t.csv", csv), kWords, options);
  }
  TestFolder folder_;
};

TEST_F(ProviderModels, ComeNearTheBestThatCanBe) {
  const MadeTable made = make_test_table(3'000, 17);
  const auto trained = train(made.csv);
  ASSERT_TRUE(trained.has_value()) << trained.error().text();
  const ProviderModel& model = trained->model;
  const double best = *auc_of(made.truth);
  const double auc = of(model.measures.first, Measured::auc).value;
  EXPECT_GT(best, 0.8);
  EXPECT_LE(auc, best + 0.01);  // better than the truth would be cheating
  EXPECT_GT(auc, 0.5 + (best - 0.5) * 0.8);
  EXPECT_GT(auc, of(model.measures.second, Measured::auc).value + 0.02);  // two of the columns count only together
  EXPECT_LT(of(model.measures.first, Measured::calibration_error).value, 0.05);
  EXPECT_EQ(model.facts.rows, 3'000U);
  EXPECT_EQ(model.facts.providers, 3'000U);
  // The columns of the formula are the important ones.
  std::vector<std::pair<double, std::string>> order;
  std::size_t used = 0;
  for (const ColumnUse& use : model.uses) {
    if (use.is_used()) order.emplace_back(-model.importance[used++], use.name);
  }
  std::ranges::sort(order);
  const std::set<std::string> formula{"指标1", "指标2", "指标3", "指标4", "指标5", "指标6", "等级"};
  for (std::size_t i = 0; i < 4; ++i) EXPECT_TRUE(formula.contains(order[i].second)) << order[i].second;
}

TEST_F(ProviderModels, LearnNothingFromNothing) {
  const auto trained = train(make_test_table(1'500, 5, 0).csv);
  ASSERT_TRUE(trained.has_value()) << trained.error().text();
  const MeasuredInterval auc = of(trained->model.measures.first, Measured::auc);
  EXPECT_GT(auc.high, 0.48);
  EXPECT_LT(auc.low, 0.52);
  EXPECT_LT(std::abs(auc.value - 0.5), 0.08);
  EXPECT_LT(of(trained->model.measures.first, Measured::calibration_error).value, 0.05);
}

// Providers with ten months each, whose own level decides the label and nothing else does: a split by rows would find
// each provider again by its level.
TEST_F(ProviderModels, AProviderIsNeverOnBothSides) {
  SeededDraws draws(9);
  std::string csv = "机构编码,水平,噪声,违规\n";
  for (int provider = 0; provider < 200; ++provider) {
    const double level = draws.unit();
    const bool positive = draws.unit() < 0.3;
    for (int month = 0; month < 10; ++month)
      csv += fmt::format("H{},{},{},{}\n", provider, level, draws.unit(), positive ? 1 : 0);
  }
  const auto trained = train(csv);
  ASSERT_TRUE(trained.has_value()) << trained.error().text();
  EXPECT_LT(of(trained->model.measures.first, Measured::auc).value, 0.62);
  std::map<std::string, std::set<int>> folds;
  for (const HeldOutRow& row : trained->held_out) folds[row.id].insert(row.fold);
  EXPECT_EQ(folds.size(), 200U);
  for (const auto& [id, seen] : folds) EXPECT_EQ(seen.size(), 1U);
}

TEST_F(ProviderModels, SameSeedSameModelOnAnyNumberOfThreads) {
  const MadeTable made = make_test_table(800, 3);
  const auto one = train(made.csv, {.folds = 3, .threads = 1}), three = train(made.csv, {.folds = 3, .threads = 3});
  const auto other = train(made.csv, {.folds = 3, .seed = 2});
  ASSERT_TRUE(one && three && other);
  EXPECT_EQ(*one->model.trees->json(), *three->model.trees->json());
  bool is_other = false;
  for (std::size_t row = 0; row < one->held_out.size(); ++row) {
    ASSERT_EQ(one->held_out[row].probability, three->held_out[row].probability);
    ASSERT_EQ(one->held_out[row].fold, three->held_out[row].fold);
    is_other = is_other || one->held_out[row].probability != other->held_out[row].probability;
  }
  EXPECT_TRUE(is_other);
  for (std::size_t i = 0; i < kMeasures; ++i) {
    EXPECT_EQ(one->model.measures.first[i].value, three->model.measures.first[i].value);
    EXPECT_EQ(one->model.measures.first[i].low, three->model.measures.first[i].low);
  }
}

TEST_F(ProviderModels, RowsWithoutALabelAreLeftOutAndCounted) {
  std::string csv = make_test_table(400, 3).csv;
  for (int i = 0; i < 30; ++i) csv += fmt::format("N{},{}\n", i, std::string(30, ','));
  const auto trained = train(csv);
  ASSERT_TRUE(trained.has_value()) << trained.error().text();
  EXPECT_EQ(trained->model.facts.unlabelled, 30U);
  EXPECT_EQ(trained->model.facts.rows, 400U);
  EXPECT_EQ(trained->held_out.size(), 400U);
}

TEST_F(ProviderModels, BadLabelsAreRefusedWithTheMend) {
  const auto labelled = [](int positives, int all) {
    std::string csv = "机构编码,x,违规\n";
    for (int i = 0; i < all; ++i) csv += fmt::format("H{},{},{}\n", i, i * 7 % 13, i < positives ? "是" : "否");
    return csv;
  };
  EXPECT_EQ(train(labelled(0, 50)).error().code, "one_class");
  EXPECT_EQ(train(labelled(50, 50)).error().code, "one_class");
  const auto few = train(labelled(3, 50));
  EXPECT_EQ(few.error().code, "too_few_of_class");
  EXPECT_NE(few.error().message.find("labels 3 providers 1, and 5 folds need 5"), std::string::npos)
      << few.error().message;
  EXPECT_EQ(train(labelled(48, 50)).error().code, "too_few_of_class");
  EXPECT_TRUE(train(labelled(5, 50)).has_value());
  EXPECT_EQ(train("机构编码,x,违规\n").error().code, "no_rows");
}

TEST_F(ProviderModels, StopsWhenAsked) {
  const std::atomic<bool> stop = true;
  EXPECT_EQ(train(make_test_table(200, 1).csv, {.stop = &stop}).error().code, "interrupted");
}

}  // namespace
}  // namespace qiuhao::screening
