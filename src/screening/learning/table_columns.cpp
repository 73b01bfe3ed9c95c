// One pass over cells; a column keeps its numbers and, up to a limit, its different texts, until its kind is decided.
#include "screening/learning/table_columns.h"

#include <charconv>
#include <cmath>

namespace qiuhao::screening {
namespace {

constexpr std::string_view kEmptyWords[] = {"null", "na", "n/a", "nan", "#n/a"};
constexpr std::size_t kLongestEmptyWord = 4;

}  // namespace

std::string_view content_of_cell(std::string_view cell) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const std::size_t begin = cell.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return {};
  cell = cell.substr(begin, cell.find_last_not_of(kBlanks) + 1 - begin);
  if (cell.size() > kLongestEmptyWord) return cell;
  std::string small(cell);
  for (char& c : small) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  for (const std::string_view word : kEmptyWords) {
    if (small == word) return {};
  }
  return cell;
}

std::optional<double> number_of_cell(std::string_view content) {
  if (content.starts_with('+')) content.remove_prefix(1);
  if (content.starts_with("+") || content.empty()) return std::nullopt;
  double number = 0;
  const auto [end, problem] = std::from_chars(content.data(), content.data() + content.size(), number);
  if (problem != std::errc() || end != content.data() + content.size()) return std::nullopt;
  if (!std::isfinite(number) || std::abs(number) > kMaxNumber) return std::nullopt;
  return number;
}

std::uint16_t ColumnBuilder::code_of(std::string_view content) {
  if (content.size() <= kMaxNameBytes) {
    if (const auto found = codes_.find(std::string(content)); found != codes_.end()) return found->second;
    if (column_.texts.size() < kMaxColumnTexts) {
      const auto code = static_cast<std::uint16_t>(column_.texts.size());
      column_.texts.emplace_back(content);
      codes_.emplace(content, code);
      return code;
    }
  }
  column_.has_other_texts = true;
  return kOtherText;
}

void ColumnBuilder::add(std::string_view content) {
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  if (content.empty()) {
    ++column_.empty;
    column_.numbers.push_back(kNone);
    column_.codes.push_back(kEmptyCell);
    return;
  }
  const std::optional<double> number = number_of_cell(content);
  if (!number && column_.words++ == 0) {
    column_.first_word_row = column_.numbers.size();
    column_.first_word = std::string(content.substr(0, kMaxNameBytes));
  }
  column_.numbers.push_back(number.value_or(kNone));
  column_.codes.push_back(code_of(content));
}

}  // namespace qiuhao::screening
