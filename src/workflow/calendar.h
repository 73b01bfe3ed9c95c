// Working days and terms: policy/calendar/*.yaml says which days are off, and terms are counted over them as the law
// does (民法典 200 to 204, 行政处罚法 85: "days" of a few days' terms are working days where the law says 工作日).
#pragma once

#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "base/day.h"
#include "base/result.h"

namespace qiuhao::workflow {

enum class TermUnit : std::uint8_t { working_days, days, months, years };

// "15 working days", "90 days", "3 months", "2 years".
struct Term {
  int count = 0;
  TermUnit unit = TermUnit::working_days;
  bool operator==(const Term&) const = default;
};

inline constexpr int kMaxTerm = 3'660;  // of any unit

std::string_view term_unit_name(TermUnit unit);  // "working days"
Sentence describe(Term term);                    // "15 working days", "15 个工作日"

// A stretch in which the clock stood still: from the day it stopped to the day before it went on.
struct Stop {
  Day from = kNoDay;
  Day until = kNoDay;  // the day on which it went on, which counts again; kNoDay: it still stands
  bool operator==(const Stop&) const = default;
};

// A day that was counted out. What rests on a year without a notice is uncertain: only weekends were taken as free.
struct CountedDay {
  Day day = kNoDay;  // kNoDay: the clock stands still, so there is none yet
  bool is_certain = true;
  int unknown_year = 0;  // the first year without a notice that was met; 0 for none
};

// Why a counted day is uncertain: "the holidays of 2031 are not known yet; …". Empty when it is certain.
Sentence uncertainty(const CountedDay& counted);

class Calendar {
 public:
  // Errors, with file, line and column: bad_calendar (a key, a day or a range that is none), bad_date, same_day (a day
  // both free and worked, or worked though it is no weekend).
  static Result<Calendar> parse(const std::string& content, const std::string& file);
  static Result<Calendar> read(const std::string& file);

  // Monday to Friday in a year that is not known.
  bool is_working(Day day) const;
  bool knows(int year) const { return years_.contains(year); }
  const std::string& notice(int year) const;  // "" for a year that is not known

  // The last day of a term that an event begins. The event's day is not counted; stopped days are not counted; a month
  // ends on the day of its number, or on the month's last day (民法典 202), later by the days that were stopped; an end
  // on a day off moves to the next working day (民法典 203). Stops come in order and do not overlap.
  CountedDay due_day(Day event, Term term, std::span<const Stop> stops = {}) const;
  // How many working days follow `from` up to and with `to`; 0 when `to` is not later.
  int working_days_between(Day from, Day to) const;
  // Same day when it is a working day, else the next one that is.
  CountedDay next_working(Day day) const;

 private:
  struct Year {
    std::string notice;
    std::set<Day> free;
    std::set<Day> worked;
  };
  class Reader;
  std::map<int, Year> years_;
};

}  // namespace qiuhao::workflow
