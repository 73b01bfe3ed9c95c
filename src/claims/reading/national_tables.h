// The tables that reading knows, with all their columns: the five national settlement tables, and those of registers.
#pragma once

#include <string_view>
#include <variant>
#include <vector>

#include "claims/schema.h"

namespace qiuhao::claims::reading {

struct NationalTable {
  std::string_view name;  // "fee_list_d"; of messages their number: "3503"
  std::variant<Entity, Register> of;
  std::vector<std::string_view> columns;
  std::string_view mark = "";  // column that tells the table from one that is like it; "" where none is
  std::string_view kind = "";  // of messages about stock and tracing codes: the kind of all their rows

  bool is_of(Entity entity) const { return of == decltype(of)(entity); }
  bool is_register() const { return std::holds_alternative<Register>(of); }
};

// The national tables first.
const std::vector<NationalTable>& national_tables();

}  // namespace qiuhao::claims::reading
