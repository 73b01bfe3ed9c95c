// Measures against their definitions, pair by pair and place by place.
#include "screening/learning/ranking_measures.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "screening/learning/seeded_draws.h"

namespace qiuhao::screening {
namespace {

double value(const MeasureValues& values, Measured which) { return values[static_cast<std::size_t>(which)]; }

double pairwise_auc(const std::vector<ScoredLabel>& rows) {
  double right = 0, pairs = 0;
  for (const auto& a : rows) {
    for (const auto& b : rows) {
      if (!a.positive || b.positive) continue;
      pairs += 1;
      right += a.score > b.score ? 1 : a.score == b.score ? 0.5 : 0;
    }
  }
  return right / pairs;
}

// The sum over thresholds of (gain in recall) × precision.
double average_precision(const std::vector<ScoredLabel>& rows) {
  std::vector<double> thresholds;
  double positives = 0;
  for (const auto& row : rows) thresholds.push_back(row.score), positives += row.positive;
  std::ranges::sort(thresholds, std::greater<>());
  thresholds.erase(std::unique(thresholds.begin(), thresholds.end()), thresholds.end());
  double sum = 0, recall_before = 0;
  for (const double threshold : thresholds) {
    double found = 0, taken = 0;
    for (const auto& row : rows) {
      if (row.score < threshold) continue;
      taken += 1;
      found += row.positive;
    }
    sum += (found / positives - recall_before) * found / taken;
    recall_before = found / positives;
  }
  return sum;
}

// Among the first k, over random orders of ties.
double mean_precision(const std::vector<ScoredLabel>& rows, std::size_t k, SeededDraws& draws) {
  constexpr int kOrders = 4'000;
  double sum = 0;
  for (int order = 0; order < kOrders; ++order) {
    std::vector<ScoredLabel> shuffled = rows;
    draws.shuffle(std::span(shuffled));
    std::ranges::stable_sort(shuffled, [](const auto& a, const auto& b) { return a.score > b.score; });
    const std::size_t taken = std::min(k, rows.size());
    double found = 0;
    for (std::size_t i = 0; i < taken; ++i) found += shuffled[i].positive;
    sum += found / static_cast<double>(taken);
  }
  return sum / kOrders;
}

std::vector<ScoredLabel> random_rows(SeededDraws& draws, std::size_t count, std::size_t scores) {
  std::vector<ScoredLabel> rows;
  for (std::size_t i = 0; i < count; ++i) {
    const double score = static_cast<double>(draws.below(scores)) / static_cast<double>(scores);
    rows.push_back({score, draws.unit() < 0.2 + score / 2});
  }
  rows[0].positive = true;
  rows[1].positive = false;
  return rows;
}

TEST(RankingMeasures, AgreeWithTheirDefinitions) {
  SeededDraws draws(7);
  for (int round = 0; round < 20; ++round) {
    const auto rows = random_rows(draws, 30 + draws.below(60), round % 2 == 0 ? 8 : 100'000);
    const auto measures = measures_of(rows);
    ASSERT_TRUE(measures.has_value());
    EXPECT_NEAR(value(*measures, Measured::auc), pairwise_auc(rows), 1e-12);
    EXPECT_NEAR(value(*measures, Measured::pr_auc), average_precision(rows), 1e-12);
    double squares = 0;
    for (const auto& row : rows) squares += (row.score - row.positive) * (row.score - row.positive);
    EXPECT_NEAR(value(*measures, Measured::brier), squares / static_cast<double>(rows.size()), 1e-12);
    if (round >= 6) continue;
    EXPECT_NEAR(value(*measures, Measured::precision_10), mean_precision(rows, 10, draws), 0.02);
    EXPECT_NEAR(value(*measures, Measured::precision_50), mean_precision(rows, 50, draws), 0.02);
    const auto twentieth = static_cast<std::size_t>(std::ceil(static_cast<double>(rows.size()) * 0.05));
    EXPECT_NEAR(value(*measures, Measured::precision_5_percent), mean_precision(rows, twentieth, draws), 0.03);
  }
}

// Ten bins of ten rows without ties: the mean absolute gap of bins.
TEST(RankingMeasures, CalibrationErrorIsOfEqualBins) {
  SeededDraws draws(3);
  std::vector<ScoredLabel> rows;
  for (int i = 0; i < 100; ++i) rows.push_back({(i + draws.unit()) / 101, draws.unit() < 0.3});
  double error = 0;
  for (std::size_t bin = 0; bin < 10; ++bin) {
    double gap = 0;
    for (std::size_t i = 0; i < 10; ++i) gap += rows[bin * 10 + i].score - rows[bin * 10 + i].positive;
    error += std::abs(gap) / 100;
  }
  EXPECT_NEAR(value(*measures_of(rows), Measured::calibration_error), error, 1e-12);

  // One score for all: the gap of the whole, whatever the order of rows.
  std::vector<ScoredLabel> tied(100, ScoredLabel{0.25, false});
  for (std::size_t i = 0; i < 40; ++i) tied[i].positive = true;
  EXPECT_NEAR(value(*measures_of(tied), Measured::calibration_error), 0.15, 1e-12);
}

TEST(RankingMeasures, TrueProbabilitiesAreCalibrated) {
  SeededDraws draws(5);
  std::vector<ScoredLabel> rows;
  for (int i = 0; i < 50'000; ++i) {
    const double p = draws.unit();
    rows.push_back({p, draws.unit() < p});
  }
  EXPECT_LT(value(*measures_of(rows), Measured::calibration_error), 0.01);
  for (auto& row : rows) row.score = row.score / 2;  // half as sure as it should be
  EXPECT_NEAR(value(*measures_of(rows), Measured::calibration_error), 0.25, 0.01);
}

TEST(RankingMeasures, OrderOfRowsDoesNotMatterAndWeightsAreRepetitions) {
  SeededDraws draws(11);
  auto rows = random_rows(draws, 80, 9);
  std::vector<std::uint32_t> weights;
  std::vector<ScoredLabel> repeated;
  for (const auto& row : rows) {
    weights.push_back(static_cast<std::uint32_t>(draws.below(4)));
    repeated.insert(repeated.end(), weights.back(), row);
  }
  draws.shuffle(std::span(repeated));
  const auto weighted = measures_of(rows, weights), plain = measures_of(repeated);
  ASSERT_TRUE(weighted && plain);
  for (std::size_t i = 0; i < kMeasures; ++i) EXPECT_NEAR((*weighted)[i], (*plain)[i], 1e-9) << kMeasureNames[i];
}

TEST(RankingMeasures, OneClassHasNone) {
  EXPECT_FALSE(measures_of(std::vector<ScoredLabel>{{0.5, true}, {0.2, true}}));
  EXPECT_FALSE(auc_of(std::vector<ScoredLabel>{}));
  EXPECT_EQ(auc_of(std::vector<ScoredLabel>{{0.5, true}, {0.2, false}}), 1.0);
}

// 400 samples of providers with two rows each: the interval holds the true AUC about as often as it says.
TEST(RankingMeasures, IntervalsCoverTheTruth) {
  // Scores N(0,1) and N(1,1): AUC = Φ(1/√2).
  const double truth = 0.5 * std::erfc(-1.0 / 2);
  SeededDraws draws(23);
  const auto normal = [&] {
    double sum = 0;
    for (int i = 0; i < 12; ++i) sum += draws.unit();
    return sum - 6;
  };
  int held = 0;
  constexpr int kSamples = 200;
  for (int sample = 0; sample < kSamples; ++sample) {
    std::vector<ScoredLabel> rows;
    std::vector<std::uint32_t> providers;
    for (std::uint32_t provider = 0; provider < 120; ++provider) {
      const bool positive = provider % 3 == 0;
      const double score = normal() + (positive ? 1 : 0);
      for (int twin = 0; twin < 2; ++twin) {
        rows.push_back({score, positive});
        providers.push_back(provider);
      }
    }
    const auto compared = compare_measures(rows, rows, providers, 120, static_cast<std::uint64_t>(sample));
    const MeasuredInterval& auc = compared->first[0];
    held += auc.low <= truth && truth <= auc.high ? 1 : 0;
    EXPECT_EQ(compared->auc_difference.low, 0);
    EXPECT_EQ(compared->auc_difference.high, 0);
  }
  EXPECT_GE(held, kSamples * 0.89);  // 95 % asked; rows taken for independent would hold about 83 %
  EXPECT_LE(held, kSamples * 0.99);
}

}  // namespace
}  // namespace qiuhao::screening
