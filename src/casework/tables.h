// The tables of matters in the records database (docs/reference/records-tables.md).
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "database/migrations.h"
#include "database/value.h"

namespace qiuhao::casework {

inline constexpr std::string_view kComponent = "casework";
// Stands for "never" where a day is sorted by.
inline constexpr std::int64_t kNever = 9'999'999;

std::span<const database::Migration> casework_migrations();

// That the matter `m` of a statement is of a region whose code begins so; the values of its marks are added.
std::string region_condition(const std::string& prefix, std::vector<database::Parameter>& values);

}  // namespace qiuhao::casework
