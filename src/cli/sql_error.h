// What DuckDB says of somebody's statement, as a sentence in both languages with its place and a caret.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace qiuhao::cli {

// The names that a statement may use, for suggestions.
struct SqlNames {
  std::vector<std::string> views;
  std::vector<std::string> columns;
};

// `error` is one of Engine::read() after lock_down(), whose message is DuckDB's JSON; others come back as they are.
Error explain_sql_error(const Error& error, const std::string& sql, const SqlNames& names);

}  // namespace qiuhao::cli
