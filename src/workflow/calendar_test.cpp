// Terms against a plain count of days, and against examples made by hand from the law.
#include "workflow/calendar.h"

#include <gtest/gtest.h>

#include <random>

#include "cel/values/workdays.h"

namespace qiuhao::workflow {
namespace {

class Calendars : public testing::Test {
 protected:
  void SetUp() override {
    auto read = Calendar::read(QIUHAO_SOURCE_DIR "/policy/calendar/china.yaml");
    ASSERT_TRUE(read.has_value()) << read.error().text();
    calendar_ = std::move(*read);
  }
  static Day on(const char* text) { return *parse_day(text); }
  std::string due(const char* event, Term term, std::vector<Stop> stops = {}) const {
    return format_day(calendar_.due_day(on(event), term, stops).day);
  }
  Calendar calendar_;
};

// isWorkday() of the rule language has a table of its own, compiled in; the two say the same of every day.
TEST_F(Calendars, SaysWhatTheRuleLanguageSays) {
  for (Day day = on("2020-01-01"); day <= on("2026-12-31"); ++day) {
    ASSERT_EQ(calendar_.is_working(day), *cel::is_workday(day)) << format_day(day);
  }
  for (int year = cel::kFirstWorkdayYear; year <= cel::kLastWorkdayYear; ++year) {
    EXPECT_TRUE(calendar_.knows(year));
    EXPECT_FALSE(calendar_.notice(year).empty());
  }
}

TEST_F(Calendars, CountsWorkingDaysFromTheMorrow) {
  const Term check{15, TermUnit::working_days};
  EXPECT_EQ(due("2026-03-02", check), "2026-03-23");  // Monday; three weeks on
  EXPECT_EQ(due("2026-04-30", {1, TermUnit::working_days}), "2026-05-06");
  EXPECT_EQ(due("2026-05-06", {3, TermUnit::working_days}), "2026-05-09");  // a Saturday that is worked
  EXPECT_EQ(due("2026-09-24", {5, TermUnit::working_days}), "2026-10-09");  // two festivals in one term
  EXPECT_EQ(due("2026-03-07", {0, TermUnit::working_days}), "2026-03-09");
}

TEST_F(Calendars, MovesAnEndOnADayOffToTheNextWorkingDay) {
  EXPECT_EQ(due("2026-01-20", {90, TermUnit::days}), "2026-04-20");
  EXPECT_EQ(due("2026-09-20", {15, TermUnit::days}), "2026-10-08");   // 5 October is off
  EXPECT_EQ(due("2026-01-31", {1, TermUnit::months}), "2026-02-28");  // a Saturday that is worked
  EXPECT_EQ(due("2025-08-31", {6, TermUnit::months}), "2026-02-28");
  EXPECT_EQ(due("2024-02-29", {1, TermUnit::years}), "2025-02-28");
  EXPECT_EQ(due("2023-05-01", {3, TermUnit::years}), "2026-05-06");
}

TEST_F(Calendars, LeavesStoppedDaysOut) {
  const Stop hearing{on("2026-03-09"), on("2026-03-19")};            // ten days
  EXPECT_EQ(due("2026-03-02", {90, TermUnit::days}), "2026-06-01");  // 31 May is a Sunday
  EXPECT_EQ(due("2026-03-02", {90, TermUnit::days}, {hearing}), "2026-06-10");
  EXPECT_EQ(due("2026-03-02", {15, TermUnit::working_days}, {hearing}), "2026-04-02");
  EXPECT_EQ(due("2026-03-02", {3, TermUnit::months}, {hearing}), "2026-06-12");
  EXPECT_EQ(due("2026-03-02", {90, TermUnit::days}, {{on("2026-03-09"), kNoDay}}), "");
  // Stopped and started on one day, nothing was lost.
  EXPECT_EQ(due("2026-03-02", {90, TermUnit::days}, {{on("2026-03-09"), on("2026-03-09")}}), "2026-06-01");
}

TEST_F(Calendars, SaysThatAYearIsNotKnown) {
  const CountedDay counted = calendar_.due_day(on("2026-12-30"), {5, TermUnit::working_days});
  EXPECT_EQ(format_day(counted.day), "2027-01-06");
  EXPECT_FALSE(counted.is_certain);
  EXPECT_TRUE(uncertainty(counted).english.starts_with("the holidays of 2027 are not known yet"));
  EXPECT_TRUE(uncertainty(calendar_.due_day(on("2026-03-02"), {5, TermUnit::working_days})).english.empty());
  EXPECT_EQ(calendar_.due_day(on("2026-12-30"), {5, TermUnit::days}).unknown_year, 2027);
}

// The same by walking over days with a list of what counts, one day at a time.
Day plain_due(const Calendar& calendar, Day event, int count, bool working, const Stop& stop) {
  std::vector<Day> counted;
  for (Day day = event + 1; static_cast<int>(counted.size()) < count; ++day) {
    const bool stopped = day >= stop.from && day < stop.until;
    if (!stopped && (!working || calendar.is_working(day))) counted.push_back(day);
  }
  Day end = counted.empty() ? event : counted.back();
  while (!calendar.is_working(end)) ++end;
  return end;
}

TEST_F(Calendars, AgreesWithAPlainCount) {
  std::mt19937 random(41);
  const auto draw = [&](int from, int to) { return std::uniform_int_distribution<int>(from, to)(random); };
  for (int round = 0; round < 5'000; ++round) {
    const Day event = draw(on("2020-01-01"), on("2026-06-30"));
    const int count = draw(0, 120);
    const bool working = draw(0, 1) == 1;
    const Day from = event + draw(0, 40);
    const Stop stop{from, from + draw(0, 30)};
    const Term term{count, working ? TermUnit::working_days : TermUnit::days};
    const Stop stops[] = {stop};
    ASSERT_EQ(format_day(calendar_.due_day(event, term, stops).day),
              format_day(plain_due(calendar_, event, count, working, stop)))
        << format_day(event) << " + " << count;
    if (count > 0) {
      ASSERT_EQ(calendar_.working_days_between(event, plain_due(calendar_, event, count, true, {})), count);
    }
  }
}

TEST(CalendarFile, NamesThePlaceOfAMistake) {
  const auto error_of = [](const std::string& year) {
    const auto read = Calendar::parse("calendar: c\nyears:\n" + year, "c.yaml");
    return read ? std::string("none") : read.error().text();
  };
  EXPECT_EQ(error_of("  2026: {notice: n, free: [01-01], worked: [01-04]}\n"), "none");
  EXPECT_TRUE(error_of("  2026: {notice: n, free: [02-30], worked: []}\n").starts_with("c.yaml:3:28: "));
  EXPECT_TRUE(error_of("  2026: {notice: n, free: [], worked: [01-05]}\n").starts_with("c.yaml:3:39: 2026-01-05 is"));
  EXPECT_TRUE(error_of("  2026: {free: [], worked: []}\n").starts_with("c.yaml:3:9: the year 2026 needs notice"));
  EXPECT_TRUE(error_of("  soon: {}\n").starts_with("c.yaml:3:3: 'soon' is no year"));
  EXPECT_TRUE(
      error_of("  2026: {notice: n, free: [05-05..05-01], worked: []}\n").starts_with("c.yaml:3:28: a range ends"));
}

}  // namespace
}  // namespace qiuhao::workflow
