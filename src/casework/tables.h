// The tables of matters in the records database (docs/reference/records-tables.md).
#pragma once

#include <span>

#include "database/migrations.h"

namespace qiuhao::casework {

inline constexpr std::string_view kComponent = "casework";
// Stands for "never" where a day is sorted by.
inline constexpr std::int64_t kNever = 9'999'999;

std::span<const database::Migration> casework_migrations();

}  // namespace qiuhao::casework
