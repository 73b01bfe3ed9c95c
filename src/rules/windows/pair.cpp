// Rows of a point's main item.
#include "rules/windows/pair.h"

#include "rules/rows_activation.h"

namespace qiuhao::rules {

void rows_of_first(const PartPlan& plan, PointIndex point, std::span<const RowIndex> rows,
                   std::vector<RowIndex>& of_first) {
  of_first.clear();
  const std::uint32_t first = plan.first_code(point);
  for (const RowIndex row : rows) {
    if (plan.items()->code(row) == first) of_first.push_back(row);
  }
}

const KeyTerm* unsaid_term(const Plan& plan, const Window& window, PointIndex point) {
  for (const KeyTerm& term : window.by) {
    if (term.kind != KeyTerm::Kind::point || term.point_field == kPointId) continue;
    if (point_field(plan, term.point_field, point).is_error()) return &term;
  }
  return nullptr;
}

}  // namespace qiuhao::rules
