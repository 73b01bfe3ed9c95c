// The rows of one person and what belongs to what: a visit's lines, diagnoses, operations and settlements. Worked out
// when first asked for and kept until the next person; the memory is kept longer.
#pragma once

#include <array>
#include <span>
#include <vector>

#include "cel/value.h"
#include "claims/part.h"
#include "rules/plan.h"

namespace qiuhao::rules {

class PeopleRun;  // rules/bulk/people_run.h

class PersonRows {
 public:
  explicit PersonRows(const PartPlan& plan)
      : fields_(&plan.plan().fields()), part_(&plan.part()), items_(plan.items()) {}

  // Reads what this holds decoded of lines and visits from it, while people are of the run; null: from the part.
  void use(const PeopleRun* run) { run_ = run; }
  const PeopleRun* used() const { return run_; }
  void set_person(RowIndex person);
  RowIndex person() const { return person_; }
  const claims::Part& part() const { return *part_; }

  // Visits, lines, diagnoses, operations or settlements of the person: a run of the part's rows.
  claims::Range range(claims::Entity of) const;
  // The same as a list, in order of time, then id.
  const cel::ListValue* all(claims::Entity of);
  // Those of one visit of the person.
  const cel::ListValue* of_visit(claims::Entity of, RowIndex visit);
  // A run of the person's rows as a list.
  std::span<const RowIndex> run(claims::Entity of, claims::Range range);
  // The run of lines around one that are of its day; lines stand in order of time.
  claims::Range same_day(RowIndex line) const;
  // The local day of a row: of a line its day, of a visit that of its start, of a diagnosis its visit's, of an
  // operation its date, of a settlement that of its time; kNoDay when it has none.
  Day day_of_row(claims::Entity of, RowIndex row) const;
  // The visit of a line, diagnosis, operation or settlement.
  RowIndex visit_of(claims::Entity of, RowIndex row) const;
  std::uint32_t item_of(RowIndex line) const;  // its code

 private:
  struct Rows {
    bool has_all = false;
    bool has_visits = false;
    std::vector<RowIndex> all_rows;
    cel::ListValue all_list;
    std::vector<RowIndex> rows;  // by visit, then row
    std::vector<std::uint32_t> ends;
    std::vector<cel::ListValue> lists;  // by the visit's place among the person's
  };
  void sort_by_visit(claims::Entity of, Rows& rows);

  const EngineFields* fields_;
  const claims::Part* part_;
  const Column* items_;
  const PeopleRun* run_ = nullptr;
  RowIndex person_ = kNoRow;
  std::array<Rows, claims::kEntities> rows_;
};

}  // namespace qiuhao::rules
