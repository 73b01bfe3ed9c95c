// Minimised by L-BFGS (D. C. Liu, J. Nocedal, On the limited memory BFGS method for large scale optimization, 1989).
#include "screening/learning/logistic_regression.h"

#include <cmath>

#include "base/check.h"
#include "screening/learning/minimise.h"

namespace qiuhao::screening {

double log1p_exp(double x) { return x > 0 ? x + std::log1p(std::exp(-x)) : std::log1p(std::exp(x)); }
double logistic(double x) { return x >= 0 ? 1 / (1 + std::exp(-x)) : std::exp(x) / (1 + std::exp(x)); }

void LogisticRegression::standardise(std::span<const float> row, std::span<double> into) const {
  for (std::size_t column = 0; column < means_.size(); ++column) {
    const double value = row[column];
    into[column] = std::isnan(value) ? 0 : (value - means_[column]) / deviations_[column];
  }
  for (std::size_t i = 0; i < missing_.size(); ++i) into[means_.size() + i] = std::isnan(row[missing_[i]]) ? 1 : 0;
  into[width() - 1] = 1;
}

LogisticRegression LogisticRegression::train(const FeatureMatrix& matrix, std::span<const std::uint8_t> labels) {
  CHECK(matrix.rows == labels.size());
  LogisticRegression model;
  for (std::size_t column = 0; column < matrix.columns; ++column) {
    double count = 0, sum = 0, squares = 0;
    for (std::size_t row = 0; row < matrix.rows; ++row) {
      const double value = matrix.row(row)[column];
      if (std::isnan(value)) continue;
      count += 1;
      const double step = value - sum;  // the running mean, for sums of squares lose digits
      sum += step / count;
      squares += step * (value - sum);
    }
    const double deviation = count > 0 ? std::sqrt(squares / count) : 0;
    model.means_.push_back(sum);
    model.deviations_.push_back(deviation > 0 ? deviation : 1);
    if (count < static_cast<double>(matrix.rows)) model.missing_.push_back(column);
  }
  const std::size_t width = model.width();
  std::vector<double> rows(matrix.rows * width);
  for (std::size_t row = 0; row < matrix.rows; ++row)
    model.standardise(matrix.row(row), std::span(rows).subspan(row * width, width));

  const auto loss = [&](std::span<const double> weights, std::span<double> gradient) {
    double total = 0;
    for (std::size_t i = 0; i < width; ++i) {
      const double penalised = i + 1 < width ? weights[i] : 0;
      gradient[i] = kLogisticPenalty * penalised;
      total += kLogisticPenalty / 2 * penalised * penalised;
    }
    for (std::size_t row = 0; row < matrix.rows; ++row) {
      const double* values = rows.data() + row * width;
      double margin = 0;
      for (std::size_t i = 0; i < width; ++i) margin += weights[i] * values[i];
      total += log1p_exp(margin) - labels[row] * margin;
      const double slope = logistic(margin) - labels[row];
      for (std::size_t i = 0; i < width; ++i) gradient[i] += slope * values[i];
    }
    return total;
  };
  model.weights_ = minimise(loss, std::vector<double>(width, 0));
  return model;
}

std::vector<double> LogisticRegression::probabilities(const FeatureMatrix& matrix) const {
  CHECK(matrix.columns == means_.size());
  std::vector<double> values(width()), probabilities(matrix.rows);
  for (std::size_t row = 0; row < matrix.rows; ++row) {
    standardise(matrix.row(row), values);
    double margin = 0;
    for (std::size_t i = 0; i < values.size(); ++i) margin += weights_[i] * values[i];
    probabilities[row] = logistic(margin);
  }
  return probabilities;
}

}  // namespace qiuhao::screening
