// One lookup, one way to read a number, one sentence for each thing that may be wrong.
#include "screening/parameter_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

namespace qiuhao::screening {

namespace {

template <typename Number>
std::optional<Number> number_of(const std::string& text) {
  Number number = 0;
  const char* end = text.data() + text.size();
  const auto [stopped, code] = std::from_chars(text.data(), end, number);
  return code == std::errc{} && stopped == end ? std::optional(number) : std::nullopt;
}

std::unexpected<Error> refuse(const rules::Parameter& row, const Range& range, bool is_whole) {
  return input_error("bad_parameter",
                     Sentence{fmt::format("{} is '{}'; write a {}number from {} to {}", row.name, row.value,
                                          is_whole ? "whole " : "", range.least, range.most),
                              fmt::format("{} 的值是“{}”；请写 {} 到 {} 的{}数", row.name, row.value, range.least,
                                          range.most, is_whole ? "整" : "")},
                     row.place);
}

}  // namespace

Result<std::uint32_t> ParameterReader::whole(std::string_view name, const Range& range) const {
  TRY(fraction(name, range));
  ASSIGN(const rules::Parameter* row, row_of(name));
  if (const auto number = number_of<std::uint32_t>(row->value)) return *number;
  return refuse(*row, range, true);
}

Result<double> ParameterReader::fraction(std::string_view name, const Range& range) const {
  ASSIGN(const rules::Parameter* row, row_of(name));
  const auto number = number_of<double>(row->value);
  if (number && *number >= range.least && *number <= range.most) return *number;
  return refuse(*row, range, false);
}

Result<Day> ParameterReader::day(std::string_view name) const {
  ASSIGN(const rules::Parameter* row, row_of(name));
  if (const auto day = parse_day(row->value)) return *day;
  return input_error("bad_parameter",
                     Sentence{fmt::format("{} is '{}'; write a day such as 2025-07-01", row->name, row->value),
                              fmt::format("{} 的值是“{}”；请写 2025-07-01 这样的日期", row->name, row->value)},
                     row->place);
}

Result<std::vector<std::string>> ParameterReader::texts(std::string_view name) const {
  ASSIGN(const rules::Parameter* row, row_of(name));
  std::vector<std::string> words;
  for (std::size_t begin = 0; begin <= row->value.size();) {
    const std::size_t end = std::min(row->value.find(';', begin), row->value.size());
    const std::string word = row->value.substr(begin, end - begin);
    if (!word.empty() && word != "-") words.push_back(word);
    begin = end + 1;
  }
  return words;
}

Result<const rules::Parameter*> ParameterReader::row_of(std::string_view name) const {
  const std::string& region = parameters_.own_region();
  if (const rules::Parameter* row = parameters_.find(name, region, day_)) return row;
  return input_error(
      "no_parameter",
      Sentence{
          fmt::format("the parameter {} has no value in region '{}' on {}; add a row to policy/parameters", name,
                      region, format_day(day_)),
          fmt::format("参数 {} 在地区“{}”{} 没有值；请在 policy/parameters 中加一行", name, region, format_day(day_))});
}

}  // namespace qiuhao::screening
