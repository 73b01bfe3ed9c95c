// Going through the subjects of a person: what an audit, a live request and tests call, so that all of them judge the
// same subjects in the same order.
//
//   Subject subject(part_plan);
//   JudgeScratch scratch;
//   subject.set_person(person);
//   for_each_subject(subject, Grain::visit, [&] { take(subject.ref(), judge(subject, scratch)); });
//
// Grain line has its own loop in the audit, for most lines meet no rule and must cost no more than a look at their
// item: PartPlan::candidates(item code) → Subject::set_line. Grain provider_period is no person's:
// rules/windows/peer.h.
#pragma once

#include "rules/subject.h"

namespace qiuhao::rules {

// Whether the plan has rules that judge_line's loop does not reach: then for_each_subject is worth calling.
inline bool has_rules_beside_lines(const Plan& plan) {
  return plan.rules().size() > plan.rules_of(Grain::line).size() + plan.rules_of(Grain::provider_period).size();
}

// Calls judge_it() for each line of the person set and each rule and point that name it.
template <typename JudgeIt>
void for_each_line(Subject& subject, const JudgeIt& judge_it) {
  const PartPlan& plan = subject.plan();
  const claims::Range lines = plan.part().range(claims::Link::person_lines, subject.person());
  for (RowIndex line = lines.begin; line < lines.end; ++line) {
    for (const Candidate& candidate : plan.candidates(plan.items()->code(line))) {
      subject.set_line(line, candidate);
      judge_it();
    }
  }
}

template <typename JudgeIt>
void for_each_visit(Subject& subject, const JudgeIt& judge_it) {
  const auto rules = subject.plan().plan().rules_of(Grain::visit);
  if (rules.empty()) return;
  const claims::Range visits = subject.plan().part().range(claims::Link::person_visits, subject.person());
  for (RowIndex visit = visits.begin; visit < visits.end; ++visit) {
    for (const RuleIndex rule : rules) {
      subject.set_visit(visit, rule);
      judge_it();
    }
  }
}

// Lines stand in order of time, so those of a day are a run.
template <typename JudgeIt>
void for_each_person_day(Subject& subject, const JudgeIt& judge_it) {
  const auto rules = subject.plan().plan().rules_of(Grain::person_day);
  if (rules.empty()) return;
  const claims::Part& part = subject.plan().part();
  const claims::Range lines = part.range(claims::Link::person_lines, subject.person());
  const Column* days = part.column(claims::Entity::line, subject.plan().plan().fields().line_day);
  for (RowIndex line = lines.begin; line < lines.end; ++line) {
    if (line > lines.begin && days->day(line - 1) == days->day(line)) continue;
    for (const RuleIndex rule : rules) {
      subject.set_person_day(line, rule);
      judge_it();
    }
  }
}

// The pairs of a line b by one candidate: with each line a of the main item that shares the window's key. Two lines of
// one item are a pair once, the earlier one first; no line is a pair with itself.
template <typename JudgeIt>
void for_each_pair_of(Subject& subject, RowIndex b, const Candidate& candidate, const JudgeIt& judge_it) {
  const PartPlan& plan = subject.plan();
  const std::uint32_t code = plan.items()->code(b);
  for (const RowIndex a : subject.pair_partners(b, candidate)) {
    if (a == b || (plan.items()->code(a) == code && a > b)) continue;
    subject.set_pair(a, b, candidate);
    judge_it();
  }
}

// Each line b whose item a point names as included, with its partners.
template <typename JudgeIt>
void for_each_pair(Subject& subject, const JudgeIt& judge_it) {
  const PartPlan& plan = subject.plan();
  if (plan.plan().rules_of(Grain::pair).empty()) return;
  const claims::Range lines = plan.part().range(claims::Link::person_lines, subject.person());
  for (RowIndex b = lines.begin; b < lines.end; ++b) {
    for (const Candidate& candidate : plan.pair_candidates(plan.items()->code(b))) {
      for_each_pair_of(subject, b, candidate, judge_it);
    }
  }
}

// Each diagnosis or operation, with each rule and point that its code meets.
template <typename JudgeIt>
void for_each_code_row(Subject& subject, Grain grain, const JudgeIt& judge_it) {
  const PartPlan& plan = subject.plan();
  if (plan.plan().rules_of(grain).empty()) return;
  const auto link = grain == Grain::diagnosis ? claims::Link::person_diagnoses : claims::Link::person_operations;
  const claims::Range rows = plan.part().range(link, subject.person());
  for (RowIndex row = rows.begin; row < rows.end; ++row) {
    for (const Candidate& candidate : plan.code_candidates(grain, row)) {
      subject.set_code_row(row, candidate);
      judge_it();
    }
  }
}

// Calls judge_it() for each subject of a grain that the person set has, and each rule (and point) that meets it, with
// the subject standing there: in order of row, then rule, then point. Grain provider_period has none.
template <typename JudgeIt>
void for_each_subject(Subject& subject, Grain grain, const JudgeIt& judge_it) {
  switch (grain) {
    case Grain::line: for_each_line(subject, judge_it); break;
    case Grain::visit: for_each_visit(subject, judge_it); break;
    case Grain::person_day: for_each_person_day(subject, judge_it); break;
    case Grain::person:
      for (const RuleIndex rule : subject.plan().plan().rules_of(Grain::person)) {
        subject.set_whole_person(rule);
        judge_it();
      }
      break;
    case Grain::pair: for_each_pair(subject, judge_it); break;
    case Grain::diagnosis:
    case Grain::operation: for_each_code_row(subject, grain, judge_it); break;
    case Grain::provider_period: break;
  }
}

}  // namespace qiuhao::rules
