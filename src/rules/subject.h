// The subject of judging: one line (with one knowledge point) of one person, as values for a rule's formulas. Windows
// and lets are worked out when a formula first reads them, and windows are kept for the person.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "cel/cel.h"
#include "rules/plan.h"
#include "rules/world.h"

namespace qiuhao::rules {

// One a thread and part. Not copyable: programs hold its scratches.
class Subject : public cel::Activation {
 public:
  explicit Subject(const PartPlan& plan);
  ~Subject() override;

  void set_person(RowIndex person);
  // The line must be of the person set.
  void set_line(RowIndex line, const Candidate& candidate);

  RowIndex person() const { return person_; }
  RowIndex line() const { return line_; }
  RowIndex visit() const { return visit_; }
  const Candidate& candidate() const { return candidate_; }
  const PartPlan& plan() const { return *plan_; }

  cel::Value variable(cel::SlotId slot) const override;
  cel::Value field(cel::StructId owner, cel::FieldId field, cel::RowIndex row) const override;

  // The host function listed(table, item, day).
  static cel::Value listed(const cel::Activation& activation, std::span<const cel::Value> arguments);

 private:
  struct Group;
  struct Grouping;
  struct WindowState;

  cel::Value point_field(cel::FieldId field, PointIndex point) const;
  cel::Value window(std::size_t index) const;
  const Grouping& grouping_of(const Window& window, PointIndex point) const;
  void fill(const Window& window, PointIndex point, Grouping& grouping) const;
  bool meets(PointIndex point, RowIndex row) const;
  // Hash of a row's key; false with the absent field in `absent` when a term has no value.
  bool key_of(const Window& window, RowIndex row, std::uint64_t& key, const KeyTerm*& absent) const;
  bool same_key(const Window& window, RowIndex a, RowIndex b) const;
  cel::Value let(std::size_t index) const;

  const PartPlan* plan_;
  const claims::Part* part_;
  RowIndex person_ = kNoRow;
  RowIndex line_ = kNoRow;
  RowIndex visit_ = kNoRow;
  mutable RowIndex row_ = kNoRow;  // `r`
  Candidate candidate_;
  std::unique_ptr<WindowState> state_;
};

}  // namespace qiuhao::rules
