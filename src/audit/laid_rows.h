// A batch of places with the rows that variables stand on: the same for every rule that looks at these places, so they
// are laid once for all of them.
#pragma once

#include <vector>

#include "cel/vector/vector.h"
#include "rules/bulk/people_run.h"
#include "rules/subject.h"

namespace qiuhao::audit {

// One thread's, over one part.
class LaidRows {
 public:
  explicit LaidRows(const rules::PartPlan& plan) : plan_(&plan) {}

  // Another batch of places of the run, at most cel::kBatchRows; both live until the next.
  void begin(const rules::PeopleRun& run, const rules::PlaceSpan& places);

  const rules::PlaceSpan& places() const { return places_; }
  std::size_t size() const { return places_.size(); }
  // Whether each place is of one visit.
  bool has_visits() const { return visits_ != nullptr || places_.kind == rules::PlaceKind::visit; }
  RowIndex visit(std::size_t at) const {
    return places_.kind == rules::PlaceKind::visit ? places_.rows[at] : visits_ == nullptr ? kNoRow : visits_[at];
  }
  // The subject's day; kNoDay: none.
  Day day(std::size_t at) const;
  // Puts what is laid in the slots of a batch, which are `slots`; those of providers are only worked out for who asks.
  void put(std::span<cel::BatchSlot> slots, bool with_providers);
  // A subject at one of the places.
  void stand(rules::Subject& subject, std::size_t at, rules::RuleIndex rule) const;

 private:
  void follow_links(claims::Link to_visit);

  const rules::PartPlan* plan_;
  const rules::PeopleRun* run_ = nullptr;
  rules::PlaceSpan places_;
  cel::BatchSlot own_;                // of the places' rows
  const RowIndex* visits_ = nullptr;  // of lines, diagnoses and operations
  std::vector<RowIndex> own_visits_;
  bool has_providers_ = false;
  std::vector<RowIndex> providers_;
};

}  // namespace qiuhao::audit
