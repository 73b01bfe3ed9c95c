// Calendar facts, from the calendar and from law (ages count by birthdays).
#include "base/day.h"

#include <gtest/gtest.h>

namespace qiuhao {
namespace {

TEST(Day, RoundTripsEveryDayOfFourCenturies) {
  Day day = day_from_civil({1800, 1, 1});
  const Day last = day_from_civil({2200, 12, 31});
  CivilDate before = civil_from_day(day - 1);
  for (; day <= last; ++day) {
    const CivilDate civil = civil_from_day(day);
    ASSERT_EQ(day_from_civil(civil), day);
    ASSERT_TRUE(is_valid_date(civil));
    const bool next_day = civil.day == before.day + 1 && civil.month == before.month && civil.year == before.year;
    ASSERT_TRUE(next_day || civil.day == 1);
    before = civil;
  }
}

TEST(Day, KnownDays) {
  EXPECT_EQ(day_from_civil({1970, 1, 1}), 0);
  EXPECT_EQ(day_from_civil({2000, 3, 1}), 11'017);
  EXPECT_EQ(format_day(*parse_day("20240229")), "2024-02-29");
  EXPECT_EQ(format_day(*parse_day("2024/2/9")), "2024-02-09");
}

TEST(Day, RefusesDaysThatDoNotExist) {
  for (const char* text : {"2023-02-30", "2023-02-29", "2023-13-01", "2023-00-10", "20230431", "", "2023", "2023-1-1x",
                           "not a day", "99999-01-01"}) {
    EXPECT_FALSE(parse_day(text).has_value()) << text;
  }
}

TEST(Time, IsShanghaiAtTheEdgeAndUtcInside) {
  EXPECT_EQ(*parse_time("1970-01-01 08:00:00"), 0);
  EXPECT_EQ(format_time(*parse_time("2026-01-31T23:59:59")), "2026-01-31 23:59:59");
  EXPECT_EQ(day_of(*parse_time("2026-01-31 00:00:00")), *parse_day("2026-01-31"));
  EXPECT_EQ(day_of(*parse_time("1960-05-05 07:59")), *parse_day("1960-05-05"));
  EXPECT_FALSE(parse_time("2026-01-31 24:00:00").has_value());
  EXPECT_FALSE(parse_time("2026-01-31 12").has_value());
}

TEST(Age, CountsByBirthday) {
  EXPECT_EQ(age_years(*parse_day("2010-05-20"), *parse_day("2024-05-19")), 13);
  EXPECT_EQ(age_years(*parse_day("2010-05-20"), *parse_day("2024-05-20")), 14);
  EXPECT_EQ(age_years(*parse_day("2008-02-29"), *parse_day("2026-02-28")), 17);
  EXPECT_EQ(age_years(*parse_day("2008-02-29"), *parse_day("2026-03-01")), 18);
  EXPECT_EQ(age_months(*parse_day("2025-01-31"), *parse_day("2025-02-28")), 0);
  EXPECT_EQ(format_day(add_months(*parse_day("2025-01-31"), 1)), "2025-02-28");
}

}  // namespace
}  // namespace qiuhao
