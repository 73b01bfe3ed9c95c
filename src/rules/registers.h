// The registers that rules may read, beside the tape: of a workspace, or of a rule's test.
#pragma once

#include <array>
#include <memory>
#include <span>
#include <string_view>

#include "claims/registers.h"
#include "rules/register_table.h"
#include "rules/rule.h"
#include "rules/windows/stock.h"

namespace qiuhao::rules {

// A null one was never imported.
struct Registers {
  std::array<std::shared_ptr<const claims::RegisterRows>, kRuleRegisters.size()> rows{};  // by RegisterNumber
  std::shared_ptr<const StockTable> stock{};
};

// Whether any formula of the rule reads a variable: "licence".
bool reads_variable(const Rule& rule, std::string_view variable);
RegisterSet registers_read_by(const Rule& rule);
// The stock records of a register; a change of a type that is not known counts for nothing.
StockTable stock_of(const claims::RegisterRows& rows);

// Of a workspace those that one of the rules reads. Errors as claims::load_register.
Result<Registers> load_registers(const std::shared_ptr<const claims::Schema>& schema, std::span<const Rule> rules,
                                 const Path& workspace);

}  // namespace qiuhao::rules
