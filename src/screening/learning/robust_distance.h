// Robust Mahalanobis distance: how far a row is from the middle, measured along what columns usually do together, so
// that a row can be far although each of its columns is near.
//
// The correlations are those of wrapped columns (J. Raymaekers, P. J. Rousseeuw, Fast robust correlation for
// high-dimensional data, Technometrics 63, 2021), shrunk towards none (O. Ledoit, M. Wolf, A well-conditioned estimator
// for large-dimensional covariance matrices, 2004). Not FAST-MCD, which draws subsets at random, wants five rows a
// column at least, and loses a whole row for one wild cell, of which tables of 30 columns have many.
#pragma once

#include <span>
#include <vector>

namespace qiuhao::screening {

// ψ of that paper, b = 1.5 and c = 4: z itself near 0, less and less beyond b, nothing beyond c.
double wrapped(double z);

struct ShrunkCorrelation {
  std::size_t columns = 0;
  std::vector<double> values;  // columns × columns
  double shrinkage = 0;        // share of the identity
};

inline constexpr double kLeastShrinkage =
    0.01;  // so that columns that repeat each other leave no direction without width

// z: rows × columns, row by row, robust z; NaN counts as the median.
ShrunkCorrelation shrunk_correlation(std::span<const double> z, std::size_t columns);

// √(zᵀ R⁻¹ z) of each row.
std::vector<double> robust_distances(std::span<const double> z, const ShrunkCorrelation& correlation);

}  // namespace qiuhao::screening
