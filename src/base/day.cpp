// Calendar arithmetic after Howard Hinnant's "chrono-compatible low-level date algorithms".
#include "base/day.h"

#include <fmt/format.h>

namespace qiuhao {
namespace {

constexpr int kSecondsPerDay = 86'400;

int days_in_month(int year, int month) {
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && leap ? 29 : kDays[month - 1];
}

// Reads 1..max_digits digits at the front of text into value; false when there are fewer than min_digits.
bool take_number(std::string_view& text, std::size_t min_digits, std::size_t max_digits, int& value) {
  std::size_t count = 0;
  value = 0;
  while (count < max_digits && count < text.size() && text[count] >= '0' && text[count] <= '9') {
    value = value * 10 + (text[count] - '0');
    ++count;
  }
  text.remove_prefix(count);
  return count >= min_digits;
}

bool take_char(std::string_view& text, char wanted) {
  if (text.empty() || text.front() != wanted) return false;
  text.remove_prefix(1);
  return true;
}

bool take_date(std::string_view& text, CivilDate& civil) {
  if (text.size() >= 8 && text.find_first_not_of("0123456789") >= 8) {
    return take_number(text, 4, 4, civil.year) && take_number(text, 2, 2, civil.month) &&
           take_number(text, 2, 2, civil.day);
  }
  if (!take_number(text, 4, 4, civil.year)) return false;
  const char separator = text.empty() ? '\0' : text.front();
  if (separator != '-' && separator != '/') return false;
  return take_char(text, separator) && take_number(text, 1, 2, civil.month) && take_char(text, separator) &&
         take_number(text, 1, 2, civil.day);
}

std::unexpected<Error> bad_date(std::string_view text) {
  return input_error("bad_date", Sentence{fmt::format("'{}' is not a date; write 2026-01-31", text.substr(0, 40)),
                                          fmt::format("“{}”不是日期；请写成 2026-01-31", text.substr(0, 40))});
}

std::unexpected<Error> no_such_day(std::string_view text) {
  return input_error("bad_date", Sentence{fmt::format("there is no day {}; write an existing day", text.substr(0, 40)),
                                          fmt::format("没有 {} 这一天；请写存在的日期", text.substr(0, 40))});
}

}  // namespace

Day day_from_civil(CivilDate civil) {
  const int year = civil.month <= 2 ? civil.year - 1 : civil.year;
  const int era = (year >= 0 ? year : year - 399) / 400;
  const int year_of_era = year - era * 400;
  const int day_of_year = (153 * (civil.month + (civil.month > 2 ? -3 : 9)) + 2) / 5 + civil.day - 1;
  const int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146'097 + day_of_era - 719'468;
}

// Neri and Schneider, "Euclidean affine functions and their application to calendar algorithms" (2022): years begin in
// March, and divisions become multiplications. Every age that a rule asks for comes through here.
CivilDate civil_from_day(Day day) {
  constexpr std::uint32_t kEras = 82;  // of 400 years, added so that all is positive
  const std::uint32_t shifted = static_cast<std::uint32_t>(day) + 719'468U + 146'097U * kEras;
  const std::uint32_t quarter_days = 4 * shifted + 3;
  const std::uint32_t century = quarter_days / 146'097;
  const std::uint32_t century_quarters = quarter_days % 146'097 | 3;
  const std::uint64_t product = std::uint64_t{2'939'745} * century_quarters;
  const auto year_of_century = static_cast<std::uint32_t>(product >> 32);
  const std::uint32_t day_of_year = static_cast<std::uint32_t>(product) / 2'939'745 / 4;
  const std::uint32_t scaled = 2'141 * day_of_year + 197'913;
  const std::uint32_t is_next_year = day_of_year >= 306 ? 1 : 0;
  const auto year = static_cast<int>(100 * century + year_of_century + is_next_year) - static_cast<int>(400 * kEras);
  const auto month = static_cast<int>(scaled >> 16) - (is_next_year != 0 ? 12 : 0);
  return {year, month, static_cast<int>((scaled & 0xFFFF) / 2'141) + 1};
}

bool is_valid_date(CivilDate civil) {
  return civil.year >= 1 && civil.year <= 9999 && civil.month >= 1 && civil.month <= 12 && civil.day >= 1 &&
         civil.day <= days_in_month(civil.year, civil.month);
}

Result<Day> parse_day(std::string_view text) {
  std::string_view rest = text;
  CivilDate civil{};
  if (!take_date(rest, civil) || !rest.empty()) return bad_date(text);
  if (!is_valid_date(civil)) {
    return no_such_day(text);
  }
  return day_from_civil(civil);
}

std::string format_day(Day day) {
  if (day == kNoDay) return "";
  const CivilDate civil = civil_from_day(day);
  return fmt::format("{:04}-{:02}-{:02}", civil.year, civil.month, civil.day);
}

Result<Seconds> parse_time(std::string_view text) {
  std::string_view rest = text;
  CivilDate civil{};
  if (!take_date(rest, civil)) return bad_date(text);
  if (!is_valid_date(civil)) {
    return no_such_day(text);
  }
  int hour = 0;
  int minute = 0;
  int second = 0;
  if (!rest.empty()) {
    const bool separated = take_char(rest, ' ') || take_char(rest, 'T');
    if (!separated || !take_number(rest, 1, 2, hour) || !take_char(rest, ':') || !take_number(rest, 2, 2, minute)) {
      return bad_date(text);
    }
    if (take_char(rest, ':') && !take_number(rest, 2, 2, second)) return bad_date(text);
    if (take_char(rest, '.')) {
      int fraction = 0;
      if (!take_number(rest, 1, 9, fraction)) return bad_date(text);
    }
    if (!rest.empty() || hour > 23 || minute > 59 || second > 59) return bad_date(text);
  }
  return static_cast<Seconds>(day_from_civil(civil)) * kSecondsPerDay + hour * 3600 + minute * 60 + second -
         kShanghaiOffset;
}

std::string format_time(Seconds seconds) {
  const Day day = day_of(seconds);
  const Seconds of_day = seconds + kShanghaiOffset - static_cast<Seconds>(day) * kSecondsPerDay;
  return fmt::format("{} {:02}:{:02}:{:02}", format_day(day), of_day / 3600, of_day / 60 % 60, of_day % 60);
}

Day day_of(Seconds seconds) {
  const Seconds local = seconds + kShanghaiOffset;
  const Seconds floor = local >= 0 ? local / kSecondsPerDay : -((-local + kSecondsPerDay - 1) / kSecondsPerDay);
  return static_cast<Day>(floor);
}

int age_months(Day born, Day on) {
  const CivilDate a = civil_from_day(born);
  const CivilDate b = civil_from_day(on);
  return (b.year - a.year) * 12 + (b.month - a.month) - (b.day < a.day ? 1 : 0);
}

int age_years(Day born, Day on) {
  const int months = age_months(born, on);
  return months >= 0 ? months / 12 : -((-months + 11) / 12);
}

Day add_months(Day day, int months) {
  const CivilDate civil = civil_from_day(day);
  const int index = civil.year * 12 + civil.month - 1 + months;
  const int year = index / 12;
  const int month = index % 12 + 1;
  const int last = days_in_month(year, month);
  return day_from_civil({year, month, civil.day < last ? civil.day : last});
}

}  // namespace qiuhao
