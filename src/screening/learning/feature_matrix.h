// Columns as numbers for a model: a column of numbers is one; a column of levels is a 0/1 column for each level.
//
// Levels are not numbered, because a number would put them in an order that they do not have, and a linear model takes
// it at its word; shares of the label by level would carry the label into the columns.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "screening/learning/column_uses.h"

namespace qiuhao::screening {

inline constexpr std::size_t kMaxMatrixCells = 200'000'000;

struct FeatureMatrix {
  std::size_t rows = 0;
  std::size_t columns = 0;
  std::vector<float> values;  // row by row; NaN where a number is missing

  std::span<const float> row(std::size_t index) const { return std::span(values).subspan(index * columns, columns); }
  // The rows listed, in that order.
  FeatureMatrix take(std::span<const std::uint32_t> which) const;
};

// Columns of the matrix that a used column became: [begin, end).
struct EncodedRange {
  std::size_t begin = 0;
  std::size_t end = 0;
};

// A text of a column of levels that training never saw, "" for an empty cell where it saw none.
struct UnseenLevel {
  std::string column;
  std::string text;
  std::size_t rows = 0;
  bool is_other = false;  // texts beyond those that are kept, all together
};

class FeatureEncoder {
 public:
  explicit FeatureEncoder(std::vector<ColumnUse> uses);

  const std::vector<ColumnUse>& uses() const { return uses_; }  // only used ones
  std::span<const EncodedRange> ranges() const { return ranges_; }
  std::size_t columns() const { return columns_; }

  // Levels never seen are 0 in every column and are told. Errors: missing_columns (all of them), text_in_numbers,
  // too_wide (kMaxMatrixCells).
  Result<FeatureMatrix> encode(const FeatureTable& table, std::vector<UnseenLevel>* unseen = nullptr) const;

 private:
  Status check(const FeatureTable& table) const;
  void encode_levels(const ColumnUse& use, const EncodedRange& range, const TableColumn& column, FeatureMatrix& matrix,
                     std::vector<UnseenLevel>* unseen) const;

  std::vector<ColumnUse> uses_;
  std::vector<EncodedRange> ranges_;
  std::size_t columns_ = 0;
};

}  // namespace qiuhao::screening
