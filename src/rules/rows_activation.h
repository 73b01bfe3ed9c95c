// Values of a person's rows for formulas: fields of the dictionary, what belongs to what, and the knowledge point.
// Subjects and windows' conditions read through it.
#pragma once

#include <array>

#include "cel/cel.h"
#include "rules/person_rows.h"
#include "rules/plan.h"
#include "rules/world.h"

namespace qiuhao::rules {

class RowsActivation : public cel::Activation {
 public:
  RowsActivation(const PartPlan& plan, PersonRows& rows) : plan_(&plan), part_(&plan.part()), rows_(&rows) {
    row_of_slot_.fill(kNoRow);
    columns_ = {plan.columns().structs(), row_of_slot_.data()};
  }
  RowsActivation(const RowsActivation&) = delete;
  RowsActivation& operator=(const RowsActivation&) = delete;

  const PartPlan& plan() const { return *plan_; }
  PersonRows& rows() const { return *rows_; }

  cel::Value field(cel::StructId owner, cel::FieldId field, cel::RowIndex row) const override;

  // The host function listed(table, item, day); the activation of a program that calls it is one of these.
  static cel::Value listed(const cel::Activation& activation, std::span<const cel::Value> arguments);

 protected:
  const PartPlan* plan_;
  const claims::Part* part_;
  // Where variables that stand on rows do so, for reading in columns; what is kNoRow is asked of variable().
  std::array<RowIndex, kFirstLetSlot + kMaxLets> row_of_slot_;

 private:
  cel::Value relation(claims::Entity owner, cel::FieldId field, RowIndex row) const;
  std::span<const PointIndex> points_listing(std::string_view item) const;  // in the table of the last call of listed()

  PersonRows* rows_;
  // Of the last call of listed(): its table is mostly the same, and few items stand for most lines.
  struct Listing {
    std::string_view item;  // within the part's dictionary of items
    std::span<const PointIndex> points;
  };
  mutable std::string listed_table_;
  mutable std::optional<knowledge::KindIndex> listed_kind_;
  mutable std::vector<Listing> listings_;
};

// A row of a struct, absent for kNoRow.
inline cel::Value row_value(claims::Entity entity, RowIndex row) {
  return row == kNoRow ? cel::Value::absent() : cel::Value::of_row(static_cast<cel::StructId>(entity), row);
}

// A field of a knowledge point: k.max_days.
cel::Value point_field(const Plan& plan, cel::FieldId field, PointIndex point);

// One row of the person as `r`, with a point as `k` and parameters as `param` where they are given.
class RowScope : public RowsActivation {
 public:
  using RowsActivation::RowsActivation;
  void stand(claims::Entity of, RowIndex row, PointIndex point = kNoPoint) {
    of_ = of;
    row_ = row;
    point_ = point;
    row_of_slot_[kRowSlot] = row;
    row_of_slot_[kPersonSlot] = rows().person();
    row_of_slot_[kPointSlot] = point;
  }
  void set_parameters(RowIndex row) { row_of_slot_[kParameterSlot] = row; }
  cel::Value variable(cel::SlotId slot) const override;

 private:
  claims::Entity of_ = claims::Entity::line;
  RowIndex row_ = kNoRow;
  PointIndex point_ = kNoPoint;
};

}  // namespace qiuhao::rules
