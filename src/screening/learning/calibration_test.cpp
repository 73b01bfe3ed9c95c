// Logistic regression, Platt's sigmoid and the minimiser below them against what they must satisfy.
#include "screening/learning/calibration.h"

#include <gtest/gtest.h>

#include <cmath>

#include "screening/learning/logistic_regression.h"
#include "screening/learning/minimise.h"
#include "screening/learning/test_table.h"

namespace qiuhao::screening {
namespace {

TEST(Minimise, FindsTheLeastOfAnIllScaledBowl) {
  const auto bowl = [](std::span<const double> x, std::span<double> gradient) {
    double value = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
      const double scale = std::pow(10.0, static_cast<double>(i));
      const double away = x[i] - static_cast<double>(i);
      value += scale * away * away;
      gradient[i] = 2 * scale * away;
    }
    return value;
  };
  const auto least = minimise(bowl, std::vector<double>(5, 100));
  for (std::size_t i = 0; i < least.size(); ++i) EXPECT_NEAR(least[i], static_cast<double>(i), 1e-4);
}

TEST(Calibration, FindsTheSigmoidThatMadeTheLabels) {
  SeededDraws draws(1);
  std::vector<ScoredLabel> rows;
  for (int i = 0; i < 40'000; ++i) {
    const double margin = 2 * made_normal(draws);
    rows.push_back({margin, draws.unit() < logistic(0.6 * margin - 1)});
  }
  const Calibration fitted = fit_calibration(rows);
  EXPECT_NEAR(fitted.slope, 0.6, 0.03);
  EXPECT_NEAR(fitted.intercept, -1, 0.04);
  EXPECT_NEAR(fitted.probability(2), logistic(0.6 * 2 - 1), 0.02);
}

TEST(Calibration, NeverTurnsTheOrderRound) {
  const std::vector<ScoredLabel> wrong{{-2, true}, {-1, true}, {1, false}, {2, false}, {3, false}};
  const Calibration fitted = fit_calibration(wrong);
  EXPECT_EQ(fitted.slope, 0);
  EXPECT_GT(fitted.probability(0), 0.3);
  EXPECT_LT(fitted.probability(0), 0.5);
}

TEST(Calibration, FewLabelsThatScoresSeparateDoNotMakeSure) {
  const std::vector<ScoredLabel> apart{{-2, false}, {-1, false}, {1, true}, {2, true}};
  const Calibration fitted = fit_calibration(apart);
  EXPECT_GT(fitted.slope, 0);
  EXPECT_LT(fitted.probability(2), 0.95);
}

// At the least, the penalised gradient is nothing: looked at through probabilities alone.
TEST(LogisticRegression, IsWhereTheGradientVanishes) {
  SeededDraws draws(2);
  FeatureMatrix matrix{500, 3, {}};
  std::vector<std::uint8_t> labels;
  for (std::size_t row = 0; row < matrix.rows; ++row) {
    const double a = 1000 + 50 * made_normal(draws), b = made_normal(draws) / 1000;
    const bool is_missing = draws.below(5) == 0;
    labels.push_back(draws.unit() < logistic((a - 1000) / 40 + (is_missing ? 1.5 : 0)) ? 1 : 0);
    matrix.values.push_back(static_cast<float>(a));
    matrix.values.push_back(is_missing ? std::numeric_limits<float>::quiet_NaN() : static_cast<float>(b));
    matrix.values.push_back(7);  // the same in all rows of this fold
  }
  const auto model = LogisticRegression::train(matrix, labels);
  const auto probabilities = model.probabilities(matrix);
  ASSERT_EQ(model.weights().size(), 5U);  // three columns, one missing, the intercept
  double residual = 0, against_a = 0, against_missing = 0, mean = 0, deviation = 0;
  for (std::size_t row = 0; row < matrix.rows; ++row) mean += matrix.row(row)[0] / 500.0;
  for (std::size_t row = 0; row < matrix.rows; ++row) deviation += std::pow(matrix.row(row)[0] - mean, 2) / 500;
  for (std::size_t row = 0; row < matrix.rows; ++row) {
    const double gap = probabilities[row] - labels[row];
    residual += gap;
    against_a += gap * (matrix.row(row)[0] - mean) / std::sqrt(deviation);
    against_missing += gap * (std::isnan(matrix.row(row)[1]) ? 1 : 0);
  }
  EXPECT_NEAR(residual, 0, 1e-2);
  EXPECT_NEAR(against_a + kLogisticPenalty * model.weights()[0], 0, 1e-2);
  EXPECT_NEAR(against_missing + kLogisticPenalty * model.weights()[3], 0, 1e-2);
  EXPECT_EQ(model.weights()[2], 0);
  EXPECT_GT(model.weights()[3], 0.5);
}

}  // namespace
}  // namespace qiuhao::screening
