// Days and times. A Day is a local calendar day (policy dates are local); Seconds are UTC. The edge is Asia/Shanghai,
// which has kept UTC+8 without summer time since 1991-09-15; older times are read as UTC+8 too.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include "base/result.h"

namespace qiuhao {

using Day = std::int32_t;      // days since 1970-01-01; kNoDay for none
using Seconds = std::int64_t;  // seconds since 1970-01-01T00:00:00Z

inline constexpr Day kNoDay = std::numeric_limits<Day>::min();
inline constexpr Seconds kShanghaiOffset = 8 * 3600;

struct CivilDate {
  int year;
  int month;  // 1..12
  int day;    // 1..31
};

// Years 1..9999; the proleptic Gregorian calendar.
Day day_from_civil(CivilDate civil);
CivilDate civil_from_day(Day day);
bool is_valid_date(CivilDate civil);

// "2026-01-31", "20260131" or "2026/1/31"; refuses days that do not exist (2023-02-30) with code "bad_date".
Result<Day> parse_day(std::string_view text);
std::string format_day(Day day);  // "2026-01-31"; "" for kNoDay

// "2026-01-31 08:15:00" (also with T, without seconds, or a bare date = midnight), local Shanghai time.
Result<Seconds> parse_time(std::string_view text);
std::string format_time(Seconds seconds);  // local, "2026-01-31 08:15:00"

// The local day of a UTC time.
Day day_of(Seconds seconds);

// Full years between two days, as birthdays count: born on 29 February one turns a year older on 1 March.
int age_years(Day born, Day on);
// Full months between two days: born on the 31st, a month is full on the last day of a shorter month's morrow.
int age_months(Day born, Day on);
Day add_months(Day day, int months);  // the 31st becomes the month's last day

}  // namespace qiuhao
