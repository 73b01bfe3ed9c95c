// Cells as they come, row by row, gathered into columns of numbers and texts.
#pragma once

#include <unordered_map>

#include "screening/learning/feature_table.h"

namespace qiuhao::screening {

// Without blanks at the ends; "" for the words that mean an empty cell.
std::string_view content_of_cell(std::string_view cell);
// A finite number up to kMaxNumber, all of the text.
std::optional<double> number_of_cell(std::string_view content);

class ColumnBuilder {
 public:
  explicit ColumnBuilder(std::string name) { column_.name = std::move(name); }
  // A text to be kept though it may never come; before any cell.
  void keep(std::string_view text) { code_of(text); }
  // What content_of_cell gave.
  void add(std::string_view content);
  TableColumn take() { return std::move(column_); }

 private:
  std::uint16_t code_of(std::string_view content);

  TableColumn column_;
  std::unordered_map<std::string, std::uint16_t> codes_;
};

}  // namespace qiuhao::screening
