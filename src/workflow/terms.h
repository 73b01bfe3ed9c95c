// The terms of a matter: started, extended, stopped and resumed; their last day follows.
#pragma once

#include "workflow/kind.h"
#include "workflow/matter.h"

namespace qiuhao::workflow {

// Counts the last day anew from the term, its extensions and stops. Extensions in the same unit count from the
// beginning (15 and 15 working days are 30), others from the last day so far.
void count_term(RunningTerm& term, const Calendar& calendar);

RunningTerm start_term(Day from, Term term, const Calendar& calendar);
void stop_term(RunningTerm& term, Day day);
void resume_term(RunningTerm& term, Day day, const Calendar& calendar);

// The next thing that the clock does to a matter: an escalation of a term, or its action.
struct ClockEvent {
  Day day = kNoDay;  // kNoDay: nothing is to come
  Number deadline = 0;
  std::optional<Number> escalation;  // none: the action
};
// The earliest; on one day in the order of the file, escalations before the action.
ClockEvent next_event(const Kind& kind, const Calendar& calendar, const Matter& matter);

}  // namespace qiuhao::workflow
