// Rows for people, in the width of a terminal.
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <numeric>

#include "cel/lexer/unicode.h"
#include "cli/sql_output.h"
#include "cli/text_table.h"

namespace qiuhao::cli {
namespace {

constexpr std::size_t kGap = 2;          // blanks between columns
constexpr std::size_t kLeastWidth = 8;   // of a column of texts that is cut
constexpr std::size_t kMostWidth = 200;  // of a cell where the width is not known

using Rows = std::vector<std::vector<std::string>>;

std::vector<std::size_t> widths_of(const std::vector<std::string>& header, const Rows& rows) {
  std::vector<std::size_t> widths;
  for (std::size_t column = 0; column < header.size(); ++column) {
    std::size_t width = cel::display_width(header[column]);
    for (const auto& row : rows) width = std::max(width, cel::display_width(row[column]));
    widths.push_back(std::min(width, kMostWidth));
  }
  return widths;
}

// The widest that a column of texts may be so that all fit; 0 when even narrow ones do not.
std::size_t most_width(const std::vector<std::size_t>& widths, const std::vector<bool>& is_right, std::size_t width) {
  const std::size_t gaps = kGap * (widths.size() - 1);
  for (std::size_t most = std::min(kMostWidth, width); most >= kLeastWidth; --most) {
    std::size_t total = gaps;
    for (std::size_t column = 0; column < widths.size(); ++column)
      total += is_right[column] ? widths[column] : std::min(widths[column], most);
    if (total <= width) return most;
  }
  return 0;
}

// One value a line, rows parted by a rule.
std::string records_text(const std::vector<std::string>& header, const Rows& rows, std::size_t width) {
  std::size_t names = 0;
  for (const std::string& name : header) names = std::max(names, cel::display_width(name));
  names = std::min(names, width / 2);
  std::string out;
  for (const auto& row : rows) {
    out += std::string(std::min<std::size_t>(width, 40), '-') + "\n";
    for (std::size_t column = 0; column < header.size(); ++column) {
      const std::string name = cut_to_width(header[column], names);
      std::string line = name + std::string(names - cel::display_width(name) + kGap, ' ');
      line += cut_to_width(row[column], width - names - kGap);
      line.erase(line.find_last_not_of(' ') + 1);
      out += line + "\n";
    }
  }
  return out;
}

}  // namespace

std::size_t terminal_width() {
  if (const char* columns = std::getenv("COLUMNS"); columns != nullptr && std::atoi(columns) > 0)
    return static_cast<std::size_t>(std::atoi(columns));
  struct winsize size {};
  const bool is_known = ::isatty(STDOUT_FILENO) != 0 && ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0;
  return is_known ? size.ws_col : 0;
}

std::string table_text(const std::vector<std::string>& header, const Rows& rows, const std::vector<bool>& is_right,
                       std::size_t width) {
  const std::vector<std::size_t> widths = widths_of(header, rows);
  const std::size_t most = width == 0 ? kMostWidth : most_width(widths, is_right, width);
  if (most == 0) return records_text(header, rows, std::max<std::size_t>(width, 20));
  const auto cut = [&](const std::vector<std::string>& row) {
    std::vector<std::string> cells;
    for (std::size_t column = 0; column < row.size(); ++column)
      cells.push_back(cut_to_width(row[column], is_right[column] ? widths[column] : std::min(widths[column], most)));
    return cells;
  };
  TextTable table(cut(header));
  for (std::size_t column = 0; column < is_right.size(); ++column) {
    if (is_right[column]) table.align_right(column);
  }
  for (const auto& row : rows) table.add(cut(row));
  return table.text();
}

}  // namespace qiuhao::cli
