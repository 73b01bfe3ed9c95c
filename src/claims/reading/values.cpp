// Accepts every form of date, time and number that docs/reference/import.md lists.
#include "claims/reading/values.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>

#include "base/day.h"
#include "base/decimal.h"
#include "claims/reading/records.h"

namespace qiuhao::claims::reading {
namespace {

constexpr std::int64_t kDecimalLimit = 1'000'000'000'000'000'000;  // DECIMAL(18,n) holds units below it
constexpr std::size_t kShownBytes = 80;

bool all_digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::string shown(std::string_view text) {
  if (text.size() <= kShownBytes) return std::string(text);
  std::size_t end = kShownBytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return std::string(text.substr(0, end)) + "…";
}

// "8:05", "08:05:01", "08:05:01.25", "080501" into "08:05:01"; "" when it is no time of day.
std::string time_of_day(std::string_view text) {
  if (text.size() == 6 && all_digits(text))
    return time_of_day(fmt::format("{}:{}:{}", text.substr(0, 2), text.substr(2, 2), text.substr(4, 2)));
  if (const auto dot = text.find('.'); dot != std::string_view::npos) {
    if (!all_digits(text.substr(dot + 1))) return "";
    text = text.substr(0, dot);
  }
  int parts[3] = {0, 0, 0};
  int count = 0;
  while (count < 3) {
    const auto colon = text.find(':');
    const std::string_view part = text.substr(0, colon);
    if (part.size() > 2 || !all_digits(part) || (count > 0 && part.size() != 2)) return "";
    parts[count++] = std::stoi(std::string(part));
    if (colon == std::string_view::npos) break;
    text = text.substr(colon + 1);
    if (count == 3) return "";
  }
  if (count < 2 || parts[0] > 23 || parts[1] > 59 || parts[2] > 59) return "";
  return fmt::format("{:02}:{:02}:{:02}", parts[0], parts[1], parts[2]);
}

Judged judge_moment(const ShapeColumn& column, std::string_view text) {
  std::string_view day_text = text;
  std::string_view clock_text;
  if (text.size() == 14 && all_digits(text)) {
    day_text = text.substr(0, 8);
    clock_text = text.substr(8);
  } else if (const auto gap = text.find_first_of(" T"); gap != std::string_view::npos) {
    day_text = text.substr(0, gap);
    clock_text = trimmed(text.substr(gap + 1));
  }
  const auto day = parse_day(day_text);
  const bool looks_like_day = day_text.size() >= 8 && day_text.find_first_not_of("0123456789-/") == std::string::npos;
  if (!day && looks_like_day)
    return {"", fmt::format("{} is not an existing day; write 2025-01-31 / 不是存在的日期，应写作 2025-01-31",
                            shown(text))};
  const std::string clock = clock_text.empty() ? "00:00:00" : time_of_day(clock_text);
  if (!day || clock.empty()) {
    const bool is_date = column.type == FieldType::date;
    return {"", fmt::format("{} is not a {}; write {} / 不是{}，应写作 {}", shown(text), is_date ? "date" : "time",
                            is_date ? "2025-01-31" : "2025-01-31 08:15:00", is_date ? "日期" : "时间",
                            is_date ? "2025-01-31" : "2025-01-31 08:15:00")};
  }
  return {column.type == FieldType::date ? format_day(*day) : format_day(*day) + " " + clock, ""};
}

Judged judge_number(const ShapeColumn& column, std::string_view text) {
  const auto number = parse_decimal(text);
  if (!number) {
    return {"", fmt::format("{} is not a number that can be kept; write digits with a point, such as 1234.50 / "
                            "不是可用的数字，应写作 1234.50",
                            shown(text))};
  }
  const auto scaled = rescale(*number, column.scale);
  if (!scaled || scaled->units >= kDecimalLimit || scaled->units <= -kDecimalLimit) {
    return {"", fmt::format("{} is too large; at most {} digits before the point / 数值过大，小数点前最多 {} 位",
                            shown(text), 18 - column.scale, 18 - column.scale)};
  }
  return {format_decimal(*scaled), ""};
}

// Of "[0-9A-Z]{10,}": letters of the class alone, and so many at least. The load of the dictionary takes no other form.
bool is_of_pattern(std::string_view text, std::string_view pattern) {
  const std::size_t end = pattern.find(']');
  const std::string_view letters = pattern.substr(1, end - 1);
  std::size_t least = 0;
  std::from_chars(pattern.data() + end + 2, pattern.data() + pattern.size(), least);
  return text.size() >= least && std::ranges::all_of(text, [&](char c) {
           for (std::size_t at = 0; at + 2 < letters.size(); at += 3) {
             if (c >= letters[at] && c <= letters[at + 2]) return true;
           }
           return false;
         });
}

}  // namespace

bool is_no_value(std::string_view text) { return text.empty() || text == "NULL" || text == "\\N"; }

Judged judge_value(const ShapeColumn& column, std::string_view text) {
  text = trimmed(text);
  if (is_no_value(text)) {
    if (!column.required) return {};
    return {"", fmt::format("{} is empty; every row of this table needs it / {} 为空，每行必填", column.national,
                            column.national)};
  }
  Judged judged = column.is_moment()   ? judge_moment(column, text)
                  : column.is_number() ? judge_number(column, text)
                                       : Judged{std::string(text), ""};
  if (judged.reason.empty() && !column.pattern.empty() && !is_of_pattern(judged.value, column.pattern)) {
    return {"",
            fmt::format("{} is not of the form {} / 格式不符，应为 {}", shown(text), column.pattern, column.pattern)};
  }
  const bool is_allowed =
      column.allowed.empty() || std::ranges::find(column.allowed, judged.value) != column.allowed.end();
  if (is_allowed || !judged.reason.empty()) return judged;
  const std::string values = fmt::format("{}", fmt::join(column.allowed, ", "));
  return {"", fmt::format("{} is none of {} / 不是其中之一：{}", shown(text), values, values)};
}

}  // namespace qiuhao::claims::reading
