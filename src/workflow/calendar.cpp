// Counting terms.
#include "workflow/calendar.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/check.h"
#include "cel/values/workdays.h"

namespace qiuhao::workflow {
namespace {

constexpr std::string_view kUnitNames[] = {"working days", "days", "months", "years"};
constexpr std::string_view kChineseUnits[] = {"个工作日", "日", "个月", "年"};

bool is_stopped(Day day, std::span<const Stop> stops) {
  return std::ranges::any_of(
      stops, [&](const Stop& stop) { return stop.from <= day && (stop.until == kNoDay || day < stop.until); });
}

}  // namespace

std::string_view term_unit_name(TermUnit unit) { return kUnitNames[static_cast<std::size_t>(unit)]; }

Sentence describe(Term term) {
  const auto unit = static_cast<std::size_t>(term.unit);
  return {fmt::format("{} {}", term.count, kUnitNames[unit]), fmt::format("{} {}", term.count, kChineseUnits[unit])};
}

Sentence uncertainty(const CountedDay& counted) {
  if (counted.is_certain) return {};
  return {
      fmt::format("the holidays of {} are not known yet, so only weekends were left out; policy/calendar/ needs the "
                  "year's notice",
                  counted.unknown_year),
      fmt::format("还没有 {} 年的节假日安排，只扣除了周末；请在 policy/calendar/ 补上当年的通知",
                  counted.unknown_year)};
}

bool Calendar::is_working(Day day) const {
  const auto found = years_.find(civil_from_day(day).year);
  if (found == years_.end()) return !cel::is_weekend(day);
  if (found->second.worked.contains(day)) return true;
  return !cel::is_weekend(day) && !found->second.free.contains(day);
}

const std::string& Calendar::notice(int year) const {
  static const std::string kNone;
  const auto found = years_.find(year);
  return found == years_.end() ? kNone : found->second.notice;
}

CountedDay Calendar::next_working(Day day) const {
  CountedDay counted{day};
  while (true) {
    const int year = civil_from_day(counted.day).year;
    if (!knows(year) && counted.is_certain) counted = {counted.day, false, year};
    if (is_working(counted.day)) return counted;
    ++counted.day;
  }
}

CountedDay Calendar::due_day(Day event, Term term, std::span<const Stop> stops) const {
  CHECK(event != kNoDay && term.count >= 0 && term.count <= kMaxTerm);
  const bool stands_still = !stops.empty() && stops.back().until == kNoDay;
  if (stands_still) return {};

  Day end = event;
  CountedDay met;  // which years were passed
  const auto pass = [&](Day day) {
    const int year = civil_from_day(day).year;
    if (term.unit == TermUnit::working_days && met.is_certain && !knows(year)) met = {kNoDay, false, year};
  };
  if (term.unit == TermUnit::working_days || term.unit == TermUnit::days) {
    for (int left = term.count; left > 0;) {
      ++end;
      pass(end);
      const bool counts = term.unit == TermUnit::days || is_working(end);
      if (counts && !is_stopped(end, stops)) --left;
    }
  } else {
    end = add_months(event, term.unit == TermUnit::months ? term.count : term.count * 12);
    // Each stopped day that is passed, those passed by moving on too, moves the end by one.
    for (Day day = event + 1; day <= end; ++day) end += is_stopped(day, stops) ? 1 : 0;
  }
  CountedDay due = next_working(end);
  if (!met.is_certain) due = {due.day, false, met.unknown_year};
  return due;
}

int Calendar::working_days_between(Day from, Day to) const {
  int count = 0;
  for (Day day = from + 1; day <= to; ++day) count += is_working(day) ? 1 : 0;
  return count;
}

}  // namespace qiuhao::workflow
