// Subjects of one rule and point are judged before and after a change.
#include "rules/change_trials.h"

#include <algorithm>

#include "rules/subjects.h"
#include "rules/touched_fields.h"

namespace qiuhao::rules {
namespace {

using claims::Entity;
using claims::Link;

// Calls judge_it() for the subjects of one rule and point alone: most of what a person has meets other rules. Of a part
// that is made for a request, for those of lines and visits that are asked about.
template <typename JudgeIt>
void for_each_of_rule(Subject& subject, const SubjectRef& about, const claims::PersonPart* request,
                      const JudgeIt& judge_it) {
  const PartPlan& plan = subject.plan();
  const claims::Part& part = plan.part();
  const Grain grain = plan.plan().rules()[about.rule].grain;
  const auto is_it = [&](const Candidate& candidate) {
    return candidate.rule == about.rule && candidate.point == about.point;
  };
  if (grain == Grain::line || grain == Grain::pair) {
    const claims::Range lines = part.range(Link::person_lines, subject.person());
    for (RowIndex line = lines.begin; line < lines.end; ++line) {
      if (request != nullptr && !request->is_asked(Entity::line, line)) continue;
      const std::uint32_t item = plan.items()->code(line);
      for (const Candidate& candidate : grain == Grain::line ? plan.candidates(item) : plan.pair_candidates(item)) {
        if (!is_it(candidate)) continue;
        if (grain == Grain::pair) {
          for_each_pair_of(subject, line, candidate, judge_it);
          continue;
        }
        subject.set_line(line, candidate);
        judge_it();
      }
    }
    return;
  }
  if (grain == Grain::visit) {
    const claims::Range visits = part.range(Link::person_visits, subject.person());
    for (RowIndex visit = visits.begin; visit < visits.end; ++visit) {
      if (request != nullptr && !request->is_asked(Entity::visit, visit)) continue;
      subject.set_visit(visit, about.rule);
      judge_it();
    }
    return;
  }
  for_each_subject(subject, grain, [&] {
    const SubjectRef here = subject.ref();
    if (here.rule == about.rule && here.point == about.point) judge_it();
  });
}

// Rows as `origin` translates them.
template <typename Origin>
SubjectIdentity identity_of(const Subject& subject, const Origin& origin) {
  const SubjectRef here = subject.ref();
  SubjectIdentity identity;
  if (subject.grain() == Grain::person_day) {
    identity.day = subject.day();
  } else {
    identity.row = origin(entity_of(subject.grain()), here.row);
    if (subject.grain() == Grain::pair) identity.other = origin(Entity::line, here.other);
  }
  return identity;
}

RowIndex same_row(Entity, RowIndex row) { return row; }

SubjectIdentity identity_of(Subject& subject, const SubjectRef& about) {
  subject.stand(about);
  return identity_of(subject, same_row);
}

}  // namespace

TrialsOfCopies::TrialsOfCopies(const PartPlan& plan, const SubjectRef& about) : plan_(plan), about_(about) {
  Subject subject(plan);
  identity_ = identity_of(subject, about);
  person_ = subject.person();
  JudgeScratch scratch;
  for_each_of_rule(subject, about, nullptr, [&] {
    if (judge(subject, scratch).outcome == Outcome::hit) hits_.push_back(identity_of(subject, same_row));
  });
  std::ranges::sort(hits_);
}

bool TrialsOfCopies::clears(const PersonChange& change) {
  const ChangedPerson changed = copy_person(plan_.part(), plan_.plan().schema(), person_, change);
  const PartPlan laid(plan_.plan(), changed.part);
  const auto origin = [&](Entity of, RowIndex row) { return changed.origin(of, row); };
  Subject subject(laid);
  JudgeScratch scratch;
  subject.set_person(0);
  bool is_right = true;
  for_each_of_rule(subject, about_, nullptr, [&] {
    if (!is_right) return;
    const Outcome outcome = judge(subject, scratch).outcome;
    const SubjectIdentity identity = identity_of(subject, origin);
    is_right = identity == identity_ ? outcome == Outcome::clear
                                     : outcome != Outcome::hit || std::ranges::binary_search(hits_, identity);
  });
  return is_right;
}

TrialsInPlace::TrialsInPlace(const RequestHit& hit)
    : hit_(hit), is_of_single_lines_(is_of_single_lines(hit.subject.plan().plan().rules()[hit.about.rule])) {
  for (const SubjectRef& other : hit.hits) hits_.push_back(identity_of(hit.subject, other));
  std::ranges::sort(hits_);
  identity_ = identity_of(hit.subject, hit.about);
}

// What it holds of the person is that of the last trial.
TrialsInPlace::~TrialsInPlace() { hit_.subject.set_person(hit_.subject.person()); }

bool TrialsInPlace::is_right(bool is_own_alone, RowIndex gone) {
  const auto origin = [gone](Entity entity, RowIndex row) {
    return entity == Entity::line && row != kNoRow && row >= gone ? row + 1 : row;
  };
  Subject& subject = hit_.subject;
  subject.set_person(subject.person());
  bool is_right = true;
  for_each_of_rule(subject, hit_.about, &hit_.made, [&] {
    if (!is_right) return;
    const SubjectIdentity identity = identity_of(subject, origin);
    if (identity == identity_) {
      is_right = judge(subject, scratch_).outcome == Outcome::clear;
    } else if (!is_own_alone && !std::ranges::binary_search(hits_, identity)) {
      is_right = judge(subject, scratch_).outcome != Outcome::hit;
    }
  });
  return is_right;
}

// Of a rule that looks at single lines, no other subject hangs on the change.
bool TrialsInPlace::holds(const PersonChange& change) { return is_of_single_lines_ || tries(change, false); }

bool TrialsInPlace::tries(const PersonChange& change, bool is_own_alone) {
  if (!change.dropped_lines.empty()) {
    const bool is_one = change.values.empty() && change.dropped_lines.size() == 1;
    return is_one && tries_without(*change.dropped_lines.begin(), is_own_alone);
  }
  std::vector<ChangedValue> before;
  for (const ChangedValue& value : change.values) {
    const auto old = hit_.made.replace_number(value.of, value.field, value.row, value.number);
    if (!old) break;
    before.push_back(value);
    before.back().number = *old;
  }
  const bool is_changed = before.size() == change.values.size();
  const bool said = is_changed && is_right(is_own_alone, kNoRow);
  for (auto value = before.rbegin(); value != before.rend(); ++value)
    hit_.made.replace_number(value->of, value->field, value->row, value->number);
  return said;
}

bool TrialsInPlace::tries_without(RowIndex line, bool is_own_alone) {
  if (line == hit_.about.row && is_of_single_lines_) return true;
  hit_.made.take_line_out(line);
  const bool said = is_right(is_own_alone, line);
  hit_.made.put_line_back(line);
  return said;
}

}  // namespace qiuhao::rules
