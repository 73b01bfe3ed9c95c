// What formulas of a kind may name: matter, param, act, acts, documents, parts, due. Made once by the loader; values
// come from a matter and an act.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "cel/cel.h"
#include "workflow/act.h"
#include "workflow/kind.h"

namespace qiuhao::workflow {

// Names under `matter` that are no fields of a file; fields may not have them.
inline constexpr std::string_view kMatterWords[] = {"number", "subject", "region", "state", "opened"};

// The functions that a workflow's formulas have beside the standard ones.
std::vector<cel::FunctionDoc> workflow_functions();

// Needs roles, parts, fields, documents, parameters, deadlines and actions by name.
cel::Environment make_environment(const Kind& kind);

// A matter as an act leaves it (its input taken in), and the act. All must outlive this.
class MatterWorld : public cel::Activation {
 public:
  MatterWorld(const Kind& kind, const Calendar& calendar, const Matter& matter, const Act& act);
  cel::Value variable(cel::SlotId slot) const override;
  cel::Value field(cel::StructId owner, cel::FieldId field, cel::RowIndex row) const override;
  const Calendar& calendar() const { return calendar_; }

 protected:
  // A list that lives as long as this.
  cel::Value list_of(const std::vector<FieldValue>& items, FieldType type) const;

 private:
  cel::Value matter_field(cel::FieldId field) const;
  cel::Value act_field(cel::FieldId field) const;
  cel::Value deed_field(cel::FieldId field, Number action) const;

  const Kind& kind_;
  const Calendar& calendar_;
  const Matter& matter_;
  const Act& act_;
  mutable std::deque<std::vector<cel::Value>> items_;  // lists that were handed out
  mutable std::deque<cel::ListValue> lists_;
};

}  // namespace qiuhao::workflow
