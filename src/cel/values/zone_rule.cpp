// Reading and applying the rule for the time after a zone's table.
#include "cel/values/zone_rule.h"

#include <charconv>

namespace qiuhao::cel {
namespace {

constexpr Seconds kDaySeconds = 86'400;
constexpr int kMostHours = 167;  // RFC 8536 lets a change lie days from its day

Day floor_day(Seconds at) { return static_cast<Day>(at / kDaySeconds - (at % kDaySeconds < 0 ? 1 : 0)); }

bool is_leap(int year) { return day_from_civil({year + 1, 1, 1}) - day_from_civil({year, 1, 1}) == 366; }

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

}  // namespace

bool RuleReader::skip(char c) {
  if (!rest_.starts_with(c)) return false;
  rest_.remove_prefix(1);
  return true;
}

// Three letters or more, or anything in <>.
bool RuleReader::skip_name() {
  std::size_t end = 0;
  if (skip('<')) {
    end = rest_.find('>');
    if (end == std::string_view::npos) return false;
    rest_.remove_prefix(end + 1);
    return true;
  }
  while (end < rest_.size() && is_letter(rest_[end])) ++end;
  rest_.remove_prefix(end);
  return end >= 3;
}

std::optional<int> RuleReader::number(int most) {
  int read = -1;
  const auto done = std::from_chars(rest_.data(), rest_.data() + rest_.size(), read);
  if (done.ec != std::errc{} || read < 0 || read > most) return std::nullopt;
  rest_.remove_prefix(static_cast<std::size_t>(done.ptr - rest_.data()));
  return read;
}

std::optional<Seconds> RuleReader::clock() {
  const bool is_negative = skip('-');
  if (!is_negative) skip('+');
  Seconds seconds = 0;
  Seconds unit = 3600;
  for (int most : {kMostHours, 59, 59}) {
    const auto part = number(most);
    if (!part) return std::nullopt;
    seconds += *part * unit;
    unit /= 60;
    if (unit == 0 || !skip(':')) break;
  }
  return is_negative ? -seconds : seconds;
}

std::optional<Zone::Change> RuleReader::change() {
  Zone::Change read;
  if (skip('M')) {
    const int most[] = {12, 5, 6};
    const int least[] = {1, 1, 0};
    for (std::size_t i = 0; i < 3; ++i) {
      if (i > 0 && !skip('.')) return std::nullopt;
      const auto part = number(most[i]);
      if (!part || *part < least[i]) return std::nullopt;
      read.numbers[i] = *part;
    }
  } else {
    read.form = skip('J') ? Zone::Change::Form::day_without_leap : Zone::Change::Form::day_of_year;
    const auto day = number(365);
    if (!day || (read.form == Zone::Change::Form::day_without_leap && *day == 0)) return std::nullopt;
    read.numbers[0] = *day;
  }
  if (!skip('/')) return read;
  const auto second = clock();
  if (!second) return std::nullopt;
  read.second = *second;
  return read;
}

std::optional<Zone::Rule> RuleReader::read() {
  Zone::Rule rule;
  // POSIX counts hours west of Greenwich.
  const auto standard = skip_name() ? clock() : std::nullopt;
  if (!standard) return std::nullopt;
  rule.standard = -*standard;
  if (rest_.empty()) return rule;
  rule.has_summer = true;
  rule.summer = rule.standard + 3600;
  if (!skip_name()) return std::nullopt;
  if (!rest_.starts_with(',')) {
    const auto summer = clock();
    if (!summer) return std::nullopt;
    rule.summer = -*summer;
  }
  const auto begin = skip(',') ? change() : std::nullopt;
  const auto end = skip(',') ? change() : std::nullopt;
  if (!begin || !end || !rest_.empty()) return std::nullopt;
  rule.begin = *begin;
  rule.end = *end;
  return rule;
}

Day Zone::Change::day_in(int year) const {
  const Day first = day_from_civil({year, 1, 1});
  if (form == Form::day_of_year) return first + numbers[0];
  if (form == Form::day_without_leap) return first + numbers[0] - 1 + (numbers[0] > 59 && is_leap(year) ? 1 : 0);
  const auto [month, week, weekday] = numbers;
  const Day month_begin = day_from_civil({year, month, 1});
  const Day month_end = month == 12 ? day_from_civil({year + 1, 1, 1}) : day_from_civil({year, month + 1, 1});
  const int first_weekday = static_cast<int>(((std::int64_t{month_begin} + 4) % 7 + 7) % 7);  // Sunday is 0
  Day day = month_begin + (weekday - first_weekday + 7) % 7 + 7 * (week - 1);
  while (day >= month_end) day -= 7;  // week 5 is the last one
  return day;
}

Seconds Zone::Rule::offset_at(Seconds utc) const {
  if (!has_summer) return standard;
  const int year = civil_from_day(floor_day(utc + standard)).year;
  const Seconds from = begin.day_in(year) * kDaySeconds + begin.second - standard;
  const Seconds to = end.day_in(year) * kDaySeconds + end.second - summer;
  const bool is_summer = from < to ? from <= utc && utc < to : utc < to || from <= utc;
  return is_summer ? summer : standard;
}

}  // namespace qiuhao::cel
