// The lines, diagnoses, operations and settlements of each visit of a run, laid side by side when first asked for.
#pragma once

#include <array>
#include <span>
#include <vector>

#include "rules/bulk/people_run.h"

namespace qiuhao::rules {

// One thread's, over one part.
class VisitLists {
 public:
  explicit VisitLists(const PartPlan& plan) : part_(plan.part()) {}
  // Another run, which must live until the next.
  void begin(const PeopleRun& run);
  // The rows of a visit of the run, ascending; until the next run.
  std::span<const RowIndex> of(claims::Entity entity, RowIndex visit);

 private:
  struct Lists {
    bool is_made = false;
    std::vector<std::uint32_t> ends;  // by visit of the run
    std::vector<RowIndex> rows;
  };
  void make(claims::Entity entity, Lists& lists);

  const claims::Part& part_;
  const PeopleRun* run_ = nullptr;
  std::array<Lists, claims::kEntities> lists_;
  std::vector<RowIndex> visits_;
};

}  // namespace qiuhao::rules
