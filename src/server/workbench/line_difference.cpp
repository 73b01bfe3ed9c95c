// The longest common subsequence of what lies between the common beginning and the common end.
#include "server/workbench/line_difference.h"

#include <algorithm>
#include <cstdint>

namespace qiuhao::server {
namespace {

constexpr std::size_t kMostCells = 4'000'000;  // of the table: two megabytes of lines of usual rules

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

class Differ {
 public:
  Differ(std::string_view before, std::string_view after) : before_(lines_of(before)), after_(lines_of(after)) {}

  std::vector<DifferentLine> run() {
    const std::size_t least = std::min(before_.size(), after_.size());
    std::size_t front = 0;
    while (front < least && before_[front] == after_[front]) ++front;
    std::size_t back = 0;
    while (back < least - front && before_[before_.size() - 1 - back] == after_[after_.size() - 1 - back]) ++back;
    for (std::size_t at = 0; at < front; ++at) same(at, at);
    between(front, before_.size() - back, after_.size() - back);
    for (std::size_t at = back; at > 0; --at) same(before_.size() - at, after_.size() - at);
    return std::move(all_);
  }

 private:
  void same(std::size_t old_line, std::size_t new_line) {
    all_.push_back(
        {LineChange::same, static_cast<int>(old_line) + 1, static_cast<int>(new_line) + 1, after_[new_line]});
  }
  void gone(std::size_t line) { all_.push_back({LineChange::gone, static_cast<int>(line) + 1, 0, before_[line]}); }
  void fresh(std::size_t line) { all_.push_back({LineChange::fresh, 0, static_cast<int>(line) + 1, after_[line]}); }

  void between(std::size_t front, std::size_t old_end, std::size_t new_end) {
    const std::size_t rows = old_end - front;
    const std::size_t columns = new_end - front;
    std::vector<std::uint32_t> common;  // of the rests from a row and a column on
    const bool is_small = (rows + 1) * (columns + 1) <= kMostCells;
    if (is_small) common.assign((rows + 1) * (columns + 1), 0);
    const auto cell = [&](std::size_t row, std::size_t column) -> std::uint32_t& {
      return common[row * (columns + 1) + column];
    };
    for (std::size_t row = is_small ? rows : 0; row-- > 0;) {
      for (std::size_t column = columns; column-- > 0;)
        cell(row, column) = before_[front + row] == after_[front + column]
                                ? cell(row + 1, column + 1) + 1
                                : std::max(cell(row + 1, column), cell(row, column + 1));
    }
    std::size_t row = 0;
    std::size_t column = 0;
    while (is_small && row < rows && column < columns) {
      if (before_[front + row] == after_[front + column])
        same(front + row++, front + column++);
      else if (cell(row + 1, column) >= cell(row, column + 1))
        gone(front + row++);
      else
        fresh(front + column++);
    }
    for (; row < rows; ++row) gone(front + row);
    for (; column < columns; ++column) fresh(front + column);
  }

  std::vector<std::string_view> before_;
  std::vector<std::string_view> after_;
  std::vector<DifferentLine> all_;
};

}  // namespace

std::vector<DifferentLine> difference_of(std::string_view before, std::string_view after) {
  return Differ(before, after).run();
}

}  // namespace qiuhao::server
