// Running terms.
#include "workflow/terms.h"

#include <algorithm>

#include "base/check.h"

namespace qiuhao::workflow {

void count_term(RunningTerm& term, const Calendar& calendar) {
  CHECK(!term.terms.empty());
  CountedDay counted;
  Day from = term.from;
  bool is_certain = true;
  for (std::size_t i = 0; i < term.terms.size();) {
    Term together = term.terms[i];
    for (++i; i < term.terms.size() && term.terms[i].unit == together.unit; ++i) together.count += term.terms[i].count;
    together.count = std::min(together.count, kMaxTerm);
    counted = calendar.due_day(from, together, term.stops);
    if (counted.day == kNoDay) break;
    is_certain = is_certain && counted.is_certain;
    from = counted.day;
  }
  term.due = counted.day;
  term.is_certain = is_certain;
}

RunningTerm start_term(Day from, Term term, const Calendar& calendar) {
  RunningTerm started;
  started.from = from;
  started.terms = {term};
  count_term(started, calendar);
  return started;
}

void stop_term(RunningTerm& term, Day day) {
  if (term.stands_still()) return;
  term.stops.push_back({day, kNoDay});
  term.due = kNoDay;
}

void resume_term(RunningTerm& term, Day day, const Calendar& calendar) {
  if (!term.stands_still()) return;
  term.stops.back().until = std::max(day, term.stops.back().from);
  count_term(term, calendar);
}

namespace {

// The first day on which so many working days have followed the last day of the term; for none the morrow.
Day escalation_day(Day due, int working_days, const Calendar& calendar) {
  return working_days == 0 ? due + 1 : calendar.due_day(due, {working_days, TermUnit::working_days}).day;
}

}  // namespace

ClockEvent next_event(const Kind& kind, const Calendar& calendar, const Matter& matter) {
  ClockEvent next;
  const auto offer = [&](Day day, Number deadline, std::optional<Number> escalation) {
    if (next.day == kNoDay || day < next.day) next = {day, deadline, escalation};
  };
  for (Number number = 0; number < kind.deadlines.size(); ++number) {
    const Deadline& deadline = kind.deadlines[number];
    const auto found = matter.terms.find(deadline.name);
    if (found == matter.terms.end() || found->second.due == kNoDay) continue;
    const RunningTerm& term = found->second;
    const auto told = static_cast<Number>(term.told);
    if (told < deadline.escalations.size())
      offer(escalation_day(term.due, deadline.escalations[told].working_days, calendar), number, told);
    if (deadline.when_passed && !term.was_acted_on) offer(term.due + 1, number, std::nullopt);
  }
  return next;
}

}  // namespace qiuhao::workflow
