// Plain logistic regression with an L2 penalty: the baseline that trees have to beat to be worth their obscurity.
#pragma once

#include <span>
#include <vector>

#include "screening/learning/feature_matrix.h"

namespace qiuhao::screening {

// Of columns brought to mean 0 and deviation 1; a missing number is the mean, and a column with missing numbers in
// training has a second weight for being missing. The penalty is kLogisticPenalty / 2 times the sum of the squared
// weights beside the summed log-loss, the intercept free of it: weights are expected within ±1 or 2.
class LogisticRegression {
 public:
  // Labels are 0 or 1.
  static LogisticRegression train(const FeatureMatrix& matrix, std::span<const std::uint8_t> labels);
  std::vector<double> probabilities(const FeatureMatrix& matrix) const;

  // Of standardised columns, then of missingness in the order of columns; last the intercept.
  std::span<const double> weights() const { return weights_; }

 private:
  std::size_t width() const { return means_.size() + missing_.size() + 1; }
  void standardise(std::span<const float> row, std::span<double> into) const;

  std::vector<double> means_;
  std::vector<double> deviations_;
  std::vector<std::size_t> missing_;  // columns with a weight for being missing
  std::vector<double> weights_;
};

inline constexpr double kLogisticPenalty = 1.0;

// log(1 + e^x) and 1 / (1 + e^−x) without overflow.
double log1p_exp(double x);
double logistic(double x);

}  // namespace qiuhao::screening
