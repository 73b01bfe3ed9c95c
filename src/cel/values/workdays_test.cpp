// The holidays by law: each year has as many days off besides its weekends as the regulation on holidays grants.
#include "cel/values/workdays.h"

#include <gtest/gtest.h>

#include "cel/test_world.h"
#include "cel/values/error_words.h"

namespace qiuhao::cel {
namespace {

bool falls_on_weekend(Day day) { return ((day + 3) % 7 + 7) % 7 >= 5; }

// Days off of a year that are no plain weekends, less the weekends that are worked.
int granted_days(int year) {
  int granted = 0;
  for (Day day = day_from_civil({year, 1, 1}); day < day_from_civil({year + 1, 1, 1}); ++day) {
    granted += (*is_workday(day) ? 0 : 1) - (falls_on_weekend(day) ? 1 : 0);
  }
  return granted;
}

// The regulation grants 11 days up to 2024 and 13 from 2025 on; what falls on a weekend is given on another day. In
// 2020 the Spring Festival was prolonged by Friday 31 January and Saturday 1 February, which was to be worked.
TEST(Workdays, EachYearHasTheDaysOffThatTheRegulationGrants) {
  EXPECT_EQ(granted_days(2020), 11 + 2);
  for (int year = 2021; year <= 2024; ++year) EXPECT_EQ(granted_days(year), 11) << year;
  EXPECT_EQ(granted_days(2025), 13);
  EXPECT_EQ(granted_days(2026), 13);
}

TEST(Workdays, WorkedDaysAreWeekendsAndFestivalsAreFree) {
  for (int year = kFirstWorkdayYear; year <= kLastWorkdayYear; ++year) {
    for (const CivilDate festival :
         {CivilDate{year, 1, 1}, {year, 5, 1}, {year, 10, 1}, {year, 10, 2}, {year, 10, 3}}) {
      EXPECT_FALSE(*is_workday(day_from_civil(festival))) << year;
    }
  }
  for (const char* day : {"2020-02-03", "2021-02-20", "2022-10-08", "2023-01-03", "2024-02-18", "2025-10-09",
                          "2026-01-04", "2026-02-28"}) {
    EXPECT_TRUE(*is_workday(*parse_day(day))) << day;
  }
  for (const char* day : {"2020-02-01", "2021-02-11", "2022-12-31", "2023-10-06", "2024-06-10", "2025-01-28",
                          "2026-02-23", "2026-09-25", "2026-03-01"}) {
    EXPECT_FALSE(*is_workday(*parse_day(day))) << day;
  }
}

TEST(Workdays, AYearThatIsNotKnownIsAnErrorThatNamesIt) {
  EXPECT_EQ(outcome_of("isWorkday(date('2026-10-10'))"), "true");
  EXPECT_EQ(outcome_of("isWorkday(date('2019-12-31'))"),
            "error: the holidays of the year 2019 are not known; they are from 2020 to 2026");
  EXPECT_EQ(outcome_of("isWorkday(date('2027-01-04')) || true"), "true");
  EXPECT_EQ(chinese_error("the holidays of the year 2027 are not known; they are from 2020 to 2026"),
            "不知道 2027 年的节假日安排；已有 2020 至 2026 年");
  EXPECT_FALSE(is_workday(day_from_civil({2027, 1, 1})));
}

}  // namespace
}  // namespace qiuhao::cel
