// The five national settlement tables that reading knows, with all their columns.
#pragma once

#include <string_view>
#include <vector>

#include "claims/schema.h"

namespace qiuhao::claims::reading {

struct NationalTable {
  std::string_view name;  // "fee_list_d"
  Entity entity;
  std::string_view key;  // "bkkp_sn"
  std::vector<std::string_view> columns;
};

const std::vector<NationalTable>& national_tables();

}  // namespace qiuhao::claims::reading
