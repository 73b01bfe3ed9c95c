// What a plan needs of the registers, and no more.
#include "rules/registers.h"

#include <algorithm>

namespace qiuhao::rules {

StockTable stock_of(const claims::RegisterRows& rows) {
  const auto column = [&](std::string_view name) { return rows.column(rows.schema().find(name)); };
  const Column providers = column("provider"), items = column("item"), kinds = column("kind");
  const Column times = column("time"), quantities = column("quantity"), changes = column("change");
  std::vector<StockRow> made;
  for (RowIndex row = 0; row < rows.rows(); ++row) {
    if (!providers.has(row) || !items.has(row) || !kinds.has(row) || !times.has(row) || !quantities.has(row)) continue;
    const auto kind = std::ranges::find(kStockKindNames, kinds.text(row));
    if (kind == std::end(kStockKindNames)) continue;
    StockEvent event{day_of(times.number(row)), static_cast<StockKind>(kind - std::begin(kStockKindNames)),
                     quantities.number(row)};
    if (event.kind == StockKind::change) event.quantity *= changes.has(row) ? stock_direction(changes.text(row)) : 0;
    made.push_back({std::string(providers.text(row)), std::string(items.text(row)), event});
  }
  return StockTable(std::move(made));
}

Result<Registers> load_registers(const std::shared_ptr<const claims::Schema>& schema, std::span<const Rule> rules,
                                 const Path& workspace) {
  Registers registers;
  if (std::ranges::any_of(rules, is_of_lines)) {
    ASSIGN(const claims::RegisterRows rows, claims::load_register(*schema, claims::Register::stock, workspace));
    registers.stock = std::make_shared<const StockTable>(stock_of(rows));
  }
  return registers;
}

}  // namespace qiuhao::rules
