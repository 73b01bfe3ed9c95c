// How a column's values spread, kept with a model, and how far a later table has moved from it.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "screening/learning/column_uses.h"

namespace qiuhao::screening {

inline constexpr std::size_t kSpreadBins = 10;

// Counts of training rows by bin: of numbers by the tenths of the training rows, of levels by level; last the empty.
struct ColumnSpread {
  std::vector<double> edges;  // ascending; bin i is up to edges[i], the last one beyond; of numbers only
  std::vector<std::size_t> counts;
  double least = 0;  // of numbers
  double most = 0;
};

ColumnSpread spread_of(const ColumnUse& use, const TableColumn& column);

struct ColumnDrift {
  double index = 0;        // population stability index Σ (q − p) ln(q / p), half a row added to every bin
  bool is_moved = false;   // at least kMovedIndex, and more than tables so small differ by chance
  std::size_t beyond = 0;  // rows with a number outside the training's range
};

// 0.25 and above calls for another model (N. Siddiqi, Credit risk scorecards, 2006). When nothing moved the index is
// about (1/n + 1/m) times a chi-squared of bins − 1 degrees (B. Yurdakul, Statistical properties of the population
// stability index, 2018); its mean and three deviations are chance.
inline constexpr double kMovedIndex = 0.25;
ColumnDrift drift_of(const ColumnUse& use, const ColumnSpread& spread, const TableColumn& column);

}  // namespace qiuhao::screening
