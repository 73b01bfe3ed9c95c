// Correlation, shrinkage, and a Cholesky factor to solve with.
#include "screening/learning/robust_distance.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"

namespace qiuhao::screening {
namespace {

// Wrapped columns brought to mean 0 and deviation 1; a column that wrapping left nothing of stays 0.
std::vector<double> wrapped_rows(std::span<const double> z, std::size_t columns) {
  const std::size_t rows = z.size() / columns;
  std::vector<double> values(z.size());
  for (std::size_t i = 0; i < z.size(); ++i) values[i] = std::isnan(z[i]) ? 0 : wrapped(z[i]);
  for (std::size_t column = 0; column < columns; ++column) {
    double mean = 0, squares = 0;
    for (std::size_t row = 0; row < rows; ++row) mean += values[row * columns + column] / static_cast<double>(rows);
    for (std::size_t row = 0; row < rows; ++row) {
      double& value = values[row * columns + column];
      value -= mean;
      squares += value * value / static_cast<double>(rows);
    }
    const double deviation = std::sqrt(squares);
    for (std::size_t row = 0; row < rows && deviation > 0; ++row) values[row * columns + column] /= deviation;
  }
  return values;
}

// Lower triangle L of R = L Lᵀ.
std::vector<double> cholesky(const ShrunkCorrelation& correlation) {
  const std::size_t n = correlation.columns;
  std::vector<double> factor(n * n, 0);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      double sum = correlation.values[i * n + j];
      for (std::size_t k = 0; k < j; ++k) sum -= factor[i * n + k] * factor[j * n + k];
      if (i != j) {
        factor[i * n + j] = sum / factor[j * n + j];
        continue;
      }
      CHECK(sum > 0);  // the shrinkage sees to it
      factor[i * n + i] = std::sqrt(sum);
    }
  }
  return factor;
}

}  // namespace

double wrapped(double z) {
  constexpr double kNear = 1.5, kFar = 4, kHeight = 1.540793, kSteepness = 0.8622731;
  const double size = std::abs(z);
  if (size < kNear) return z;
  if (size > kFar) return 0;
  return std::copysign(kHeight * std::tanh(kSteepness * (kFar - size)), z);
}

ShrunkCorrelation shrunk_correlation(std::span<const double> z, std::size_t columns) {
  CHECK(columns > 0 && !z.empty() && z.size() % columns == 0);
  const std::size_t rows = z.size() / columns;
  const auto count = static_cast<double>(rows);
  const std::vector<double> values = wrapped_rows(z, columns);
  ShrunkCorrelation result{columns, std::vector<double>(columns * columns, 0), 0};
  double fourth = 0;  // of the rows' squared lengths, squared
  for (std::size_t row = 0; row < rows; ++row) {
    const double* of_row = values.data() + row * columns;
    double length = 0;
    for (std::size_t i = 0; i < columns; ++i) {
      length += of_row[i] * of_row[i];
      for (std::size_t j = 0; j <= i; ++j) result.values[i * columns + j] += of_row[i] * of_row[j];
    }
    fourth += length * length;
  }
  double norm = 0, away = 0;  // ‖S‖², ‖S − I‖²
  for (std::size_t i = 0; i < columns; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      double& value = result.values[i * columns + j];
      value /= count;
      result.values[j * columns + i] = value;
      const double times = i == j ? 1 : 2;
      norm += times * value * value;
      away += times * (value - (i == j ? 1 : 0)) * (value - (i == j ? 1 : 0));
    }
  }
  const double noise = (fourth / count - norm) / count;
  const double wanted = away > 0 ? std::clamp(noise / away, 0.0, 1.0) : 1;
  result.shrinkage = std::max(wanted, kLeastShrinkage);
  for (std::size_t i = 0; i < columns; ++i) {
    for (std::size_t j = 0; j < columns; ++j) {
      double& value = result.values[i * columns + j];
      value = (1 - result.shrinkage) * value + (i == j ? result.shrinkage : 0);
    }
  }
  return result;
}

std::vector<double> robust_distances(std::span<const double> z, const ShrunkCorrelation& correlation) {
  const std::size_t n = correlation.columns;
  const std::vector<double> factor = cholesky(correlation);
  std::vector<double> distances, solved(n);
  for (std::size_t begin = 0; begin < z.size(); begin += n) {
    double squares = 0;
    for (std::size_t i = 0; i < n; ++i) {
      double sum = std::isnan(z[begin + i]) ? 0 : z[begin + i];
      for (std::size_t k = 0; k < i; ++k) sum -= factor[i * n + k] * solved[k];
      solved[i] = sum / factor[i * n + i];
      squares += solved[i] * solved[i];
    }
    distances.push_back(std::sqrt(squares));
  }
  return distances;
}

}  // namespace qiuhao::screening
