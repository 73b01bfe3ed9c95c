// Listing by the run where rules of each grain look.
#include "audit/judge_people.h"

namespace qiuhao::audit {

using claims::Link;
using rules::Grain;
using rules::PlaceKind;
using rules::Places;

void PeopleJudge::list_people(claims::Range people) {
  everybody_.clear();
  gone_.clear();
  people_.clear();
  for (RowIndex person = people.begin; person < people.end; ++person) {
    if (!scope_.person_counts(person)) {
      if (scope_.has_sums()) gone_.push_back(person);
      continue;
    }
    everybody_.push_back(person);
    if (scope_.may_count(person)) people_.push_back(person);
  }
}

// Each line costs a look at its item and its day, where rules ask for them.
void PeopleJudge::pick_lines() {
  const std::size_t most = run_.lines.end - run_.lines.begin + 1;
  for (rules::PickedLines* lines : {&known_, &mains_, &first_of_days_}) lines->begin(most);
  const rules::Plan& plan = scope_.plan().plan();
  const bool has_days = !plan.rules_of(Grain::person_day).empty();
  const bool has_points = !plan.rules_of(Grain::pair).empty() ||
                          plan.rules_of(Grain::line).size() > plan.without_knowledge(Grain::line).size();
  if (!has_points && !has_days) return;
  for (const RowIndex person : people_) {
    const claims::Range lines = scope_.part().range(Link::person_lines, person);
    if (has_points && run_.items_from(lines.begin) != nullptr) {
      pick_by_items(person, lines);
    } else if (has_points) {
      for (RowIndex line = lines.begin; line < lines.end; ++line) pick(line, person, run_.item(line));
    }
    if (!has_days) continue;
    // Lines stand in order of time, so those of a day are a run.
    Day last = kNoDay;
    for (RowIndex line = lines.begin; line < lines.end; ++line) {
      const Day day = run_.day_of_line(line);
      first_of_days_.add(line, person, line == lines.begin || day != last);
      last = day;
    }
  }
}

void PeopleJudge::pick(RowIndex line, RowIndex person, std::uint32_t item) {
  const rules::PartPlan::ItemUse use = scope_.plan().use_of(item);
  known_.add(line, person, use.is_met);
  if (has_mains_) mains_.add(line, person, use.is_main);
}

// Few rules name few items: eight lines at a time mostly have none of them.
void PeopleJudge::pick_by_items(RowIndex person, claims::Range lines) {
  constexpr RowIndex kAtOnce = 8;
  const std::uint32_t* items = run_.items_from(lines.begin);
  const rules::PartPlan& plan = scope_.plan();
  const auto add = [&](RowIndex at) { pick(lines.begin + at, person, items[at]); };
  const RowIndex count = lines.end - lines.begin;
  RowIndex at = 0;
  for (; at + kAtOnce <= count; at += kAtOnce) {
    bool is_any = false;
    for (RowIndex next = 0; next < kAtOnce; ++next) {
      const rules::PartPlan::ItemUse use = plan.use_of(items[at + next]);
      is_any |= use.is_met || use.is_main;
    }
    if (!is_any) continue;
    for (RowIndex next = 0; next < kAtOnce; ++next) add(at + next);
  }
  for (; at < count; ++at) add(at);
}

void PeopleJudge::meet_lines() {
  for (Places& places : met_) places.begin(PlaceKind::line);
  for (Places& places : counted_) places.begin(PlaceKind::line);
  const rules::PlaceSpan known = known_.span(PlaceKind::line);
  for (std::size_t at = 0; at < known.size(); ++at) {
    const RowIndex line = known.rows[at];
    const bool counts = scope_.is_restricted() && scope_.day_counts(run_.day_of_line(line)) &&
                        scope_.provider_counts(run_.provider_of(run_.visit_of(line)));
    const std::uint32_t code = run_.item(line);
    for (const rules::Candidate& candidate : scope_.plan().known_candidates(code)) {
      met_[candidate.rule].add(line, known.people[at], candidate);
      if (counts) counted_[candidate.rule].add(line, known.people[at], candidate);
    }
  }
}

void PeopleJudge::list_every_line() {
  every_line_.begin(PlaceKind::line);
  if (scope_.plan().plan().without_knowledge(Grain::line).empty()) return;
  const bool has_all = !scope_.is_restricted();
  for (const RowIndex person : people_) {
    const claims::Range lines = scope_.part().range(Link::person_lines, person);
    for (RowIndex line = lines.begin; line < lines.end; ++line) {
      const bool counts = has_all || (scope_.day_counts(run_.day_of_line(line)) &&
                                      scope_.provider_counts(run_.provider_of(run_.visit_of(line))));
      if (counts) every_line_.add(line, person);
    }
  }
}

// Each diagnosis (operation) costs a look at its code.
void PeopleJudge::meet_codes(Grain grain) {
  const auto rules = scope_.plan().plan().rules_of(grain);
  if (rules.empty()) return;
  const bool of_diagnoses = grain == Grain::diagnosis;
  for (const rules::RuleIndex rule : rules) {
    met_[rule].begin(of_diagnoses ? PlaceKind::diagnosis : PlaceKind::operation);
  }
  const Link of_person = of_diagnoses ? Link::person_diagnoses : Link::person_operations;
  const Link to_visit = of_diagnoses ? Link::diagnosis_visit : Link::operation_visit;
  for (const RowIndex person : people_) {
    const claims::Range rows = scope_.part().range(of_person, person);
    for (RowIndex row = rows.begin; row < rows.end; ++row) {
      const auto candidates = scope_.plan().code_candidates(grain, row);
      if (candidates.empty()) continue;
      const RowIndex visit = scope_.part().link(to_visit, row);
      if (!scope_.day_counts(run_.day_of_visit(visit)) || !scope_.provider_counts(run_.provider_of(visit))) continue;
      for (const rules::Candidate& candidate : candidates) met_[candidate.rule].add(row, person, candidate);
    }
  }
}

void PeopleJudge::list_visits() {
  if (scope_.plan().plan().rules_of(Grain::visit).empty()) return;
  places_.begin(PlaceKind::visit);
  const bool has_all = !scope_.is_restricted();
  for (const RowIndex person : people_) {
    const claims::Range visits = scope_.part().range(Link::person_visits, person);
    for (RowIndex visit = visits.begin; visit < visits.end; ++visit) {
      const bool counts =
          has_all || (scope_.day_counts(run_.day_of_visit(visit)) && scope_.provider_counts(run_.provider_of(visit)));
      if (counts) places_.add(visit, person);
    }
  }
  filter_all_by(Grain::visit, scope_.plan().plan().rules_of(Grain::visit), places_.span());
}

void PeopleJudge::list_days() {
  const auto rules = scope_.plan().plan().rules_of(Grain::person_day);
  if (rules.empty()) return;
  const rules::PlaceSpan days = first_of_days_.span(PlaceKind::day);
  if (!scope_.is_restricted()) return filter_all_by(Grain::person_day, rules, days);
  places_.begin(PlaceKind::day);
  for (std::size_t at = 0; at < days.size(); ++at) {
    const RowIndex line = days.rows[at];
    if (scope_.day_counts(run_.day_of_line(line)) && day_has_provider(days.people[at], line)) {
      places_.add(line, days.people[at]);
    }
  }
  filter_all_by(Grain::person_day, rules, places_.span());
}

// Whether a line of the day that begins with this one is of a provider that counts.
bool PeopleJudge::day_has_provider(RowIndex person, RowIndex line) const {
  if (scope_.has_all_providers()) return true;
  const RowIndex end = scope_.part().range(Link::person_lines, person).end;
  for (RowIndex at = line; at < end && run_.day_of_line(at) == run_.day_of_line(line); ++at) {
    if (scope_.provider_counts(run_.provider_of(run_.visit_of(at)))) return true;
  }
  return false;
}

void PeopleJudge::list_whole_people() {
  if (scope_.plan().plan().rules_of(Grain::person).empty()) return;
  places_.begin(PlaceKind::person);
  for (const RowIndex person : people_) {
    const claims::Range lines = scope_.part().range(Link::person_lines, person);
    const Day day = run_.day_of_person(scope_.part(), person);
    bool has_provider = scope_.has_all_providers();
    for (RowIndex line = lines.begin; line < lines.end && !has_provider; ++line) {
      has_provider = scope_.provider_counts(run_.provider_of(run_.visit_of(line)));
    }
    if (has_provider && scope_.day_counts(day)) places_.add(person, person);
  }
  filter_all_by(Grain::person, scope_.plan().plan().rules_of(Grain::person), places_.span());
}

}  // namespace qiuhao::audit
