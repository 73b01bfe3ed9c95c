// Points by the code of an item.
#include "rules/bulk/listed_items.h"

#include <algorithm>

#include "rules/rows_activation.h"
#include "rules/world.h"

namespace qiuhao::rules {

using claims::Entity;

bool ListedItems::can_answer(const cel::HostCall& call) const {
  const auto is_of_line = [&](const cel::HostCall::Argument& argument, claims::FieldIndex field) {
    return argument.constant.is_error() &&
           argument.field == cel::FieldName{kRowSlot, static_cast<cel::StructId>(Entity::line), field};
  };
  const EngineFields& fields = plan_.plan().fields();
  const auto is_of_items = [&](std::string_view table) {
    const knowledge::Kinds& kinds = plan_.plan().library().kinds();
    const auto kind = kinds.find_table(table);
    return kind && kinds[*kind].codes_of == knowledge::CodesOf::item;
  };
  return call.function == RowsActivation::listed && plan_.items() != nullptr &&
         call.arguments[0].constant.kind == cel::Kind::text && is_of_items(call.arguments[0].constant.as_text()) &&
         is_of_line(call.arguments[1], fields.line_item) && is_of_line(call.arguments[2], fields.line_day);
}

ListedItems::OfTable& ListedItems::of_table(std::string_view table) {
  const auto known = std::ranges::find(tables_, table, &OfTable::table);
  if (known != tables_.end()) return *known;
  tables_.push_back({std::string(table), *plan_.plan().library().kinds().find_table(table), {}});
  tables_.back().points.resize(plan_.items()->dictionary_size);
  return tables_.back();
}

bool ListedItems::is_listed(OfTable& of, std::uint32_t item, Day day) const {
  auto& points = of.points[item];
  if (!points) points = plan_.plan().library().by_item(plan_.items()->entry(item), of.kind);
  return std::ranges::any_of(*points, [&](PointIndex point) { return plan_.plan().in_force(point, day); });
}

cel::Decided ListedItems::answer(const cel::HostCall& call, const PeopleRun& run, RowIndex first,
                                 const cel::Bits& asked) {
  cel::Decided answered;
  OfTable& of = of_table(call.arguments[0].constant.as_text());
  asked.each([&](std::size_t at) {
    const RowIndex line = first + static_cast<RowIndex>(at);
    const std::uint32_t item = run.item(line);
    // The run has 0 for a line without an item as well.
    if (run.day_of_line(line) == kNoDay || (item == 0 && !plan_.items()->has(line)))
      answered.unsure.set(at);
    else if (is_listed(of, item, run.day_of_line(line)))
      answered.yes.set(at);
  });
  return answered;
}

}  // namespace qiuhao::rules
