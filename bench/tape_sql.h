// The shipped rules in DuckDB over tables that hold what the tape holds, in its order: the peer of the audit.
#pragma once

#include <string>
#include <vector>

#include "audit/audit.h"
#include "tables/engine.h"

namespace qiuhao::bench {

// The rules that have a query in `sql`, each behind a line `-- R0101`: both sides judge these.
std::vector<std::string> codes_of_rules(const std::string& sql);

struct RuleAnswer {
  std::string code;
  std::int64_t hits = 0;
  std::int64_t gross = 0;  // fen
  double seconds = 0;
};

// A database file with the tables person, visit, line, provider and k, made anew in `folder`.
Result<tables::Engine> tape_in_duckdb(const claims::Tape& tape, const rules::Plan& plan, const Path& folder,
                                      int threads);
// The queries of bench/peers/rules.sql, in turn.
Result<std::vector<RuleAnswer>> ask_rules(tables::Engine& engine, const std::string& sql);

}  // namespace qiuhao::bench
