// From places to the rows that belong to them.
#include "audit/laid_rows.h"

#include <algorithm>

#include "rules/world.h"

namespace qiuhao::audit {

using claims::Link;
using rules::PlaceKind;

void LaidRows::begin(const rules::PeopleRun& run, const rules::PlaceSpan& places) {
  run_ = &run;
  places_ = places;
  visits_ = nullptr;
  has_providers_ = false;
  // Rows that follow each other are read as they lie; a line that points name may stand here twice.
  const std::size_t count = places.size();
  const bool is_run = places.points.empty() && places.rows.back() - places.rows.front() + 1 == count;
  own_ = is_run ? cel::BatchSlot{nullptr, places.rows.front()} : cel::BatchSlot{places.rows.data()};
  if (places.kind == PlaceKind::diagnosis) follow_links(Link::diagnosis_visit);
  if (places.kind == PlaceKind::operation) follow_links(Link::operation_visit);
  if (places.kind != PlaceKind::line) return;
  visits_ = is_run ? run.visits_from(places.rows.front()) : nullptr;
  if (visits_ != nullptr) return;
  own_visits_.resize(count);
  for (std::size_t at = 0; at < count; ++at) own_visits_[at] = run.visit_of(places.rows[at]);
  visits_ = own_visits_.data();
}

void LaidRows::follow_links(Link to_visit) {
  own_visits_.resize(size());
  for (std::size_t at = 0; at < size(); ++at) own_visits_[at] = plan_->part().link(to_visit, places_.rows[at]);
  visits_ = own_visits_.data();
}

Day LaidRows::day(std::size_t at) const {
  switch (places_.kind) {
    case PlaceKind::line:
    case PlaceKind::day: return run_->day_of_line(places_.rows[at]);
    case PlaceKind::visit:
    case PlaceKind::diagnosis:
    case PlaceKind::operation: return run_->day_of_visit(visit(at));
    case PlaceKind::person: return run_->day_of_person(plan_->part(), places_.rows[at]);
  }
  return kNoDay;
}

void LaidRows::put(std::span<cel::BatchSlot> slots, bool with_providers) {
  std::ranges::fill(slots, cel::BatchSlot{});
  slots[rules::kPersonSlot].rows = places_.people.data();
  if (!places_.points.empty()) slots[rules::kPointSlot].rows = places_.points.data();
  if (visits_ != nullptr) slots[rules::kVisitSlot].rows = visits_;
  switch (places_.kind) {
    case PlaceKind::line: slots[rules::kLineSlot] = own_; break;
    case PlaceKind::visit: slots[rules::kVisitSlot] = own_; break;
    case PlaceKind::diagnosis: slots[rules::kDiagnosisSlot] = own_; break;
    case PlaceKind::operation: slots[rules::kOperationSlot] = own_; break;
    case PlaceKind::day:
    case PlaceKind::person: break;
  }
  if (!with_providers || !has_visits()) return;
  if (!has_providers_) {
    providers_.resize(size());
    for (std::size_t at = 0; at < size(); ++at) providers_[at] = run_->provider_of(visit(at));
    has_providers_ = true;
  }
  slots[rules::kProviderSlot].rows = providers_.data();
}

void LaidRows::stand(rules::Subject& subject, std::size_t at, rules::RuleIndex rule) const {
  if (places_.people[at] != subject.person()) subject.set_person(places_.people[at]);
  const rules::PointIndex point = places_.points.empty() ? rules::kNoPoint : places_.points[at];
  switch (places_.kind) {
    case PlaceKind::line: return subject.set_line(places_.rows[at], {rule, point});
    case PlaceKind::visit: return subject.set_visit(places_.rows[at], rule);
    case PlaceKind::day: return subject.set_person_day(places_.rows[at], rule);
    case PlaceKind::person: return subject.set_whole_person(rule);
    case PlaceKind::diagnosis:
    case PlaceKind::operation: return subject.set_code_row(places_.rows[at], {rule, point});
  }
}

}  // namespace qiuhao::audit
