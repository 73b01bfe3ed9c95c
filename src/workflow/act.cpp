// Acts of people and of the clock, in the order of time.
#include "workflow/act.h"

#include <algorithm>
#include <iterator>

#include "base/check.h"
#include "workflow/performance.h"
#include "workflow/terms.h"

namespace qiuhao::workflow {
namespace {

constexpr Seconds kSecondsADay = 86'400;

void append(std::vector<Effect>& to, std::vector<Effect> from) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

// The day's beginning, or the last act when that is later.
Seconds time_of(Day day, const Matter& matter) {
  const Seconds begins = day * kSecondsADay - kShanghaiOffset;
  return matter.history.empty() ? begins : std::max(begins, matter.history.back().at);
}

Effect escalation_of(const Kind& kind, const Deadline& deadline, const Escalation& escalation, Day due) {
  const auto text_of = [](std::string text) { return FieldValue(std::move(text)); };
  return {EffectKind::notify,
          {{"to", FieldType::text, text_of(kind.roles[escalation.role].name)},
           {"message", FieldType::text, text_of(deadline.title.chinese + "已于 " + format_day(due) + " 届满")},
           {"deadline", FieldType::text, text_of(deadline.name)}}};
}

}  // namespace

Answer open(const Kind& kind, const Calendar& calendar, const NewMatter& fresh, const Act& act, Trace* trace) {
  Matter matter;
  matter.kind = kind.name;
  matter.version = kind.version;
  matter.number = fresh.number;
  matter.subject = fresh.subject;
  matter.region = fresh.region;
  return Performance(kind, calendar, std::move(matter), act, trace).run(true);
}

Answer perform(const Kind& kind, const Calendar& calendar, const Matter& matter, const Act& act, Trace* trace) {
  const auto refused = [&](Outcome outcome) { return Answer{outcome, outcome_meaning(outcome), "", matter, {}}; };
  if (act.revision && *act.revision != matter.revision) return refused(Outcome::matter_moved_on);
  Answer passed;
  passed.matter = matter;
  const bool is_of_kind = matter.kind == kind.name && matter.version == kind.version;
  if (is_of_kind) passed = pass_time(kind, calendar, matter, act.at);
  if (!passed.is_done()) return passed;

  Act now = act;
  now.revision.reset();  // of the matter before time passed
  Answer answer = Performance(kind, calendar, std::move(passed.matter), now, trace).run(false);
  if (!answer.is_done()) {
    answer.matter = matter;
    return answer;
  }
  append(passed.effects, std::move(answer.effects));
  answer.effects = std::move(passed.effects);
  return answer;
}

Answer pass_time(const Kind& kind, const Calendar& calendar, const Matter& matter, Seconds now, ClockTraces* traces) {
  CHECK(matter.kind == kind.name && matter.version == kind.version);
  Answer answer;
  answer.matter = matter;
  for (std::size_t step = 0; step < kMaxActs; ++step) {
    const ClockEvent event = next_event(kind, calendar, answer.matter);
    if (event.day == kNoDay || event.day > day_of(now)) break;
    const Deadline& deadline = kind.deadlines[event.deadline];
    RunningTerm& term = answer.matter.terms.at(deadline.name);
    if (event.escalation) {
      answer.effects.push_back(escalation_of(kind, deadline, deadline.escalations[*event.escalation], term.due));
      ++term.told;
      ++answer.matter.revision;
      continue;
    }
    term.was_acted_on = true;
    Act act;
    act.action = kind.actions[*deadline.when_passed].name;
    act.at = time_of(event.day, answer.matter);
    Trace trace;
    Answer acted = Performance(kind, calendar, std::move(answer.matter), act, &trace).run(false);
    if (!acted.is_done()) {
      acted.matter = matter;
      return acted;
    }
    if (traces != nullptr) traces->emplace_back(*deadline.when_passed, std::move(trace));
    answer.matter = std::move(acted.matter);
    append(answer.effects, std::move(acted.effects));
  }
  return answer;
}

std::vector<Offer> offers(const Kind& kind, const Calendar& calendar, const Matter& matter, const Person& person,
                          Seconds now) {
  std::vector<Offer> offered;
  for (Number number = 0; number < kind.actions.size(); ++number) {
    Act act;
    act.action = kind.actions[number].name;
    act.by = person;
    act.at = now;
    Answer answer = perform(kind, calendar, matter, act);
    const bool may_not = answer.outcome != Outcome::done && answer.outcome <= Outcome::same_unit_may_not;
    if (!may_not) offered.push_back({number, answer.outcome, std::move(answer.sentence)});
  }
  return offered;
}

}  // namespace qiuhao::workflow
