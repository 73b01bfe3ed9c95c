// Functions of days: ages, distances, calendar parts.
#include "cel/functions/functions.h"
#include "cel/values/dates.h"
#include "cel/values/operate.h"
#include "cel/values/workday_words.h"
#include "cel/values/workdays.h"

namespace qiuhao::cel {
namespace {

constexpr std::int64_t kMostMonths = 12 * 9999;

bool all_dates(std::span<const Value> values) {
  for (const Value& value : values) {
    if (value.kind != Kind::date) return false;
  }
  return true;
}

Value date_or_error(std::int64_t day) {
  return day < kFirstDay || day > kLastDay ? overflow_error() : Value::of_date(static_cast<Day>(day));
}

Value run_days_between(Frame&, const Step&, std::span<const Value> arguments) {
  return all_dates(arguments) ? Value::of_int(arguments[1].integer - arguments[0].integer) : no_overload();
}

Value run_age_years(Frame&, const Step&, std::span<const Value> arguments) {
  return all_dates(arguments) ? Value::of_int(age_years(arguments[0].as_date(), arguments[1].as_date()))
                              : no_overload();
}

Value run_age_months(Frame&, const Step&, std::span<const Value> arguments) {
  return all_dates(arguments) ? Value::of_int(age_months(arguments[0].as_date(), arguments[1].as_date()))
                              : no_overload();
}

Value run_add_days(Frame&, const Step&, std::span<const Value> arguments) {
  if (arguments[0].kind != Kind::date || arguments[1].kind != Kind::integer) return no_overload();
  std::int64_t day = 0;
  return __builtin_add_overflow(arguments[0].integer, arguments[1].integer, &day) ? overflow_error()
                                                                                  : date_or_error(day);
}

Value run_add_months(Frame&, const Step&, std::span<const Value> arguments) {
  if (arguments[0].kind != Kind::date || arguments[1].kind != Kind::integer) return no_overload();
  const std::int64_t months = arguments[1].integer;
  if (months < -kMostMonths || months > kMostMonths) return overflow_error();
  const CivilDate from = civil_from_day(arguments[0].as_date());
  const std::int64_t month = std::int64_t{from.year} * 12 + from.month - 1 + months;
  if (month < 12 || month >= 12 * 10'000) return overflow_error();
  return date_or_error(add_months(arguments[0].as_date(), static_cast<int>(months)));
}

Value run_year(Frame&, const Step&, std::span<const Value> arguments) {
  return all_dates(arguments) ? Value::of_int(civil_from_day(arguments[0].as_date()).year) : no_overload();
}

Value run_month(Frame&, const Step&, std::span<const Value> arguments) {
  return all_dates(arguments) ? Value::of_int(civil_from_day(arguments[0].as_date()).month) : no_overload();
}

Value run_day(Frame&, const Step&, std::span<const Value> arguments) {
  return all_dates(arguments) ? Value::of_int(civil_from_day(arguments[0].as_date()).day) : no_overload();
}

// Monday is 1, Sunday 7; day 0, 1970-01-01, was a Thursday.
int weekday_of(Day day) { return static_cast<int>(((std::int64_t{day} + 3) % 7 + 7) % 7) + 1; }

Value run_weekday(Frame&, const Step&, std::span<const Value> arguments) {
  return all_dates(arguments) ? Value::of_int(weekday_of(arguments[0].as_date())) : no_overload();
}

// ISO 8601: the week's year and number are those of its Thursday.
Value run_iso_week(Frame&, const Step&, std::span<const Value> arguments) {
  if (!all_dates(arguments)) return no_overload();
  const Day day = arguments[0].as_date();
  const Day thursday = day - weekday_of(day) + 4;
  return Value::of_int((thursday - day_from_civil({civil_from_day(thursday).year, 1, 1})) / 7 + 1);
}

Value run_is_workday(Frame&, const Step&, std::span<const Value> arguments) {
  if (!all_dates(arguments)) return no_overload();
  const std::optional<bool> answer = is_workday(arguments[0].as_date());
  if (answer) return Value::of_bool(*answer);
  return Value::error(ErrorReason::other, unknown_year_sentence(civil_from_day(arguments[0].as_date()).year));
}

}  // namespace

std::vector<FunctionSource> date_functions() {
  return {
      {{"daysBetween",
        "(date, date) -> int",
        {"The days from the first date to the second; negative when it is earlier.",
         "从前一个日期到后一个日期的天数；后者较早时为负。"},
        "daysBetween(date('2026-01-01'), date('2026-01-31')) == 30"},
       run_days_between},
      {{"ageYears",
        "(date, date) -> int",
        {"Full years of age, from the birth date to a day.", "从出生日期到某日的周岁。"},
        "ageYears(date('2010-05-20'), date('2024-05-19')) == 13"},
       run_age_years},
      {{"ageMonths",
        "(date, date) -> int",
        {"Full months of age, from the birth date to a day.", "从出生日期到某日的满月数。"},
        "ageMonths(date('2024-01-15'), date('2024-03-14')) == 1"},
       run_age_months},
      {{"ageDays",
        "(date, date) -> int",
        {"Days of age, from the birth date to a day.", "从出生日期到某日的天数。"},
        "ageDays(date('2024-01-01'), date('2024-01-29')) == 28"},
       run_days_between},
      {{"addDays",
        "(date, int) -> date; date.addDays(int) -> date",
        {"The day so many days later; earlier when negative.", "若干天之后的日期；负数则为之前。"},
        "addDays(date('2026-01-31'), 1) == date('2026-02-01')"},
       run_add_days},
      {{"addMonths",
        "(date, int) -> date; date.addMonths(int) -> date",
        {"The same day so many months later, or that month's last day.",
         "若干个月之后的同一日；该月没有这一日时取月末。"},
        "addMonths(date('2026-01-31'), 1) == date('2026-02-28')"},
       run_add_months},
      {{"year",
        "(date) -> int; date.year() -> int",
        {"The year of a date.", "日期的年份。"},
        "year(date('2026-01-31')) == 2026"},
       run_year},
      {{"month",
        "(date) -> int; date.month() -> int",
        {"The month of a date, 1 to 12.", "日期的月份，1 到 12。"},
        "month(date('2026-01-31')) == 1"},
       run_month},
      {{"day",
        "(date) -> int; date.day() -> int",
        {"The day of the month, 1 to 31.", "当月第几日，1 到 31。"},
        "day(date('2026-01-31')) == 31"},
       run_day},
      {{"weekday",
        "(date) -> int; date.weekday() -> int",
        {"The day of the week: Monday is 1, Sunday 7.", "星期几：星期一为 1，星期日为 7。"},
        "weekday(date('2026-01-31')) == 6"},
       run_weekday},
      {{"isoWeek",
        "(date) -> int; date.isoWeek() -> int",
        {"The number of the week in its year, by ISO 8601.", "当年第几周（ISO 8601）。"},
        "isoWeek(date('2026-01-01')) == 1"},
       run_iso_week},
      {{"isWorkday",
        "(date) -> bool; date.isWorkday() -> bool",
        {"False on weekends and holidays, true on weekends worked instead (State Council, 2020 to 2026); an error of "
         "other "
         "years.",
         "周末和法定节假日为假，调休上班的周末为真（国务院 2020 至 2026 年通知）；其他年份出错。"},
        "isWorkday(date('2026-02-28')) && !isWorkday(date('2026-02-17'))"},
       run_is_workday},
  };
}

}  // namespace qiuhao::cel
