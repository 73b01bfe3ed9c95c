// Aligned text for people: columns as wide as their widest cell, where a Chinese character is two wide.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace qiuhao::cli {

class TextTable {
 public:
  explicit TextTable(std::vector<std::string> header);

  // As many cells as the header has.
  void add(std::vector<std::string> cells);
  // Aligned to the right, as numbers are.
  void align_right(std::size_t column);
  std::string text() const;

 private:
  std::vector<std::vector<std::string>> rows_;  // the header first
  std::vector<bool> is_right_;
};

// The text cut to so many columns of a terminal, with … where something is left out; line breaks become blanks.
std::string cut_to_width(std::string_view text, std::size_t columns);

}  // namespace qiuhao::cli
