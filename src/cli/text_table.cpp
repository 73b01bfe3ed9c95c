// Lays out a table for a terminal.
#include "cli/text_table.h"

#include <algorithm>

#include "base/check.h"
#include "cel/lexer/unicode.h"

namespace qiuhao::cli {
namespace {

constexpr std::size_t kGap = 2;  // blanks between columns

}  // namespace

TextTable::TextTable(std::vector<std::string> header) : is_right_(header.size(), false) {
  rows_.push_back(std::move(header));
}

void TextTable::add(std::vector<std::string> cells) {
  CHECK(cells.size() == rows_.front().size());
  rows_.push_back(std::move(cells));
}

void TextTable::align_right(std::size_t column) {
  CHECK(column < is_right_.size());
  is_right_[column] = true;
}

std::string TextTable::text() const {
  std::vector<std::size_t> widths(is_right_.size(), 0);
  for (const auto& row : rows_) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], cel::display_width(row[i]));
  }
  std::string out;
  for (const auto& row : rows_) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string blanks(widths[i] - cel::display_width(row[i]), ' ');
      line += is_right_[i] ? blanks + row[i] : row[i] + blanks;
      line += std::string(kGap, ' ');
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + "\n";
  }
  return out;
}

std::string cut_to_width(std::string_view text, std::size_t columns) {
  std::string out;
  std::size_t width = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = cel::code_point_at(text, at).length;
    const std::string_view piece = text.substr(at, length);
    const std::size_t piece_width = cel::display_width(piece);
    const bool is_last = at + length == text.size();
    if (width + piece_width > columns || (width + piece_width == columns && !is_last)) return out + "…";
    out += piece == "\n" || piece == "\r" || piece == "\t" ? " " : piece;
    width += piece_width;
    at += length;
  }
  return out;
}

}  // namespace qiuhao::cli
