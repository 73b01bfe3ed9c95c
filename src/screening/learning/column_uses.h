// What becomes of each column of a table in a model: a number, a few levels, or nothing, and why.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "screening/learning/feature_table.h"

namespace qiuhao::screening {

inline constexpr std::size_t kMaxLevels = 32;        // different texts of a column of levels
inline constexpr std::size_t kFewestLevelRows = 10;  // rarer levels stand together as one

enum class ColumnKind : std::uint8_t { numeric, categorical, dropped };

struct ColumnLevel {
  std::string text;
  std::size_t rows = 0;
  bool is_rare = false;
};

struct ColumnUse {
  std::string name;
  ColumnKind kind = ColumnKind::numeric;
  Sentence why{};                     // of a dropped one
  std::size_t empty = 0;              // cells
  std::vector<ColumnLevel> levels{};  // of a categorical one, by text

  bool is_used() const { return kind != ColumnKind::dropped; }
};

// A column whose cells are all numbers is numeric; one with at most kMaxLevels different texts is categorical, and one
// of numbers too when `categorical` names it; dropped is what is empty, is the same in all rows, or has more texts.
// Errors: text_in_numbers (a column mostly of numbers with words among them, more than levels could hold),
// no_such_column (of `categorical`), no_columns (nothing is left to learn from).
Result<std::vector<ColumnUse>> uses_of_columns(const FeatureTable& table, std::span<const std::string> categorical);

// What tells the label, or the row, rather than something of a provider.
struct ColumnLeak {
  enum class Kind : std::uint8_t { copies_label, emptiness_copies_label, counts_rows } kind = Kind::copies_label;
  std::string name;
  double auc = 0;  // of the column alone, on the rows that have a label
};
inline constexpr double kLeakAuc = 0.99;

std::vector<ColumnLeak> find_leaks(const FeatureTable& table, std::span<const ColumnUse> uses);

}  // namespace qiuhao::screening
