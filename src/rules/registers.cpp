// What a plan needs of the registers, and no more.
#include "rules/registers.h"

#include <algorithm>

namespace qiuhao::rules {
namespace {

bool reads(const cel::Program& program, std::string_view variable) {
  const auto names = program.variables();
  return std::ranges::find(names, variable) != names.end();
}

}  // namespace

bool reads_variable(const Rule& rule, std::string_view variable) {
  const auto of_program = [&](const cel::Program& program) { return reads(program, variable); };
  const auto of_let = [&](const Let& let) { return of_program(let.program); };
  const auto of_message = [&](const cel::Message& message) {
    return std::ranges::any_of(message.programs(), [&](const cel::Program* program) { return of_program(*program); });
  };
  return (rule.where && of_program(*rule.where)) || (rule.lines && of_program(*rule.lines)) ||
         std::ranges::any_of(rule.lets, of_let) || std::ranges::any_of(rule.when, of_program) ||
         std::ranges::any_of(rule.excepts, of_let) || std::ranges::any_of(rule.amount, of_program) ||
         std::ranges::any_of(rule.message, of_message);
}

RegisterSet registers_read_by(const Rule& rule) {
  RegisterSet read;
  for (RegisterNumber number = 0; number < kRuleRegisters.size(); ++number) {
    if (reads_variable(rule, register_name(number))) read.add(number);
  }
  return read;
}

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
  RegisterSet read;
  for (const Rule& rule : rules) read = read | registers_read_by(rule);
  for (RegisterNumber number = 0; number < kRuleRegisters.size(); ++number) {
    if (!read.has(number)) continue;
    ASSIGN(const claims::RegisterFile file, claims::find_register(workspace, kRuleRegisters[number]));
    if (file.path.empty()) continue;
    ASSIGN(claims::RegisterRows rows, claims::load_register(*schema, kRuleRegisters[number], workspace));
    registers.rows[number] = std::make_shared<const claims::RegisterRows>(std::move(rows));
  }
  return registers;
}

}  // namespace qiuhao::rules
