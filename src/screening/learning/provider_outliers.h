// Providers that are unlike the others, where nobody has labelled any: by an isolation forest and by robust distance,
// each giving an order, and the two orders taken together.
#pragma once

#include <string>
#include <vector>

#include "screening/learning/column_uses.h"

namespace qiuhao::screening {

inline constexpr std::size_t kFewestOutlierRows = 20;
inline constexpr std::size_t kFarColumns = 5;
inline constexpr double kFarZ = 2;

struct FarColumn {
  std::string column;
  double value = 0;
  double z = 0;  // units of spread above (or, negative, below) the median
};

struct OutlierRow {
  std::string id;
  std::size_t row = 0;     // of the table, from 1
  double unusualness = 0;  // 0 to 1: the mean of its two places, 1 for the first in both
  double forest_score = 0;
  double distance = 0;
  std::vector<FarColumn> far;  // at least kFarZ away, the farthest first; none: only the combination is unusual
};

// Rows that are compared with each other.
struct PeerGroup {
  std::string text;  // of the column that tells them; "" where it is empty
  std::size_t rows = 0;
  bool is_own = false;  // at least kFewestOutlierRows: compared among themselves, else with all
};

struct OutlierTable {
  std::string file;
  std::vector<ColumnUse> uses;       // columns of levels and dropped ones are not looked at
  std::vector<std::string> columns;  // looked at
  std::string within;                // as asked for
  std::vector<PeerGroup> groups;     // by text; none when all are compared with all
  double shrinkage = 0;              // of the correlations
  std::vector<OutlierRow> rows;      // the most unusual first; equals by id, then row
};

struct OutlierWords {
  std::string id;
  std::vector<std::string> ignored{};
  std::string within{};  // column of levels: medians and spreads are those of the rows with the same text; "" for all
  std::uint64_t seed = 1;
};

// Errors: those of read_feature_table and uses_of_columns; too_few_rows (kFewestOutlierRows), no_numbers, no_groups
// (`within` is no column of levels).
Result<OutlierTable> find_provider_outliers(const Path& file, const OutlierWords& words);

}  // namespace qiuhao::screening
