// The lines, diagnoses, operations and settlements of each visit of a run, and what each person has, laid side by side
// when first asked for.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <vector>

#include "rules/bulk/people_run.h"

namespace qiuhao::rules {

// One thread's, over one part.
class VisitLists {
 public:
  explicit VisitLists(const PartPlan& plan) : part_(plan.part()) {}
  // What joins a person to the rows of a list of theirs: person.visits, person.lines, …
  static std::optional<claims::Link> link_of_person(cel::FieldId list);
  // Another run, which must live until the next.
  void begin(const PeopleRun& run);
  // Whose rows a list of a visit's is of: visit.lines, visit.settlements, …
  static std::optional<claims::Entity> entity_of(cel::FieldId list);
  // The rows of a visit of the run, ascending; until the next run.
  std::span<const RowIndex> of(claims::Entity entity, RowIndex visit);
  // The rows of a person of the run: person.visits, person.lines, …
  std::span<const RowIndex> of_person(claims::Link of_person, RowIndex person);

 private:
  struct Lists {
    bool is_made = false;
    std::vector<std::uint32_t> ends;  // by visit of the run
    std::vector<RowIndex> rows;
  };
  struct Numbers {
    claims::Link of_person;
    std::vector<RowIndex> rows;  // all of the run, ascending; empty: not yet made
  };
  void make(claims::Entity entity, Lists& lists);

  const claims::Part& part_;
  const PeopleRun* run_ = nullptr;
  std::array<Lists, claims::kEntities> lists_;
  std::vector<RowIndex> visits_;
  std::vector<Numbers> numbers_;
};

}  // namespace qiuhao::rules
