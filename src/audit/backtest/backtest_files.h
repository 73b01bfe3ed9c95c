// The files of a backtest: findings that are new, gone and changed, and every table, as CSV; the numbers as JSON.
// docs/reference/backtest.md has their columns.
#pragma once

#include <span>
#include <string>

#include "audit/backtest/backtest.h"
#include "audit/backtest/precision.h"

namespace qiuhao::audit {

// What was held against what, for people and for the record.
struct BacktestFacts {
  std::string program;  // version of qiuhao
  Seconds started_at = 0;
  std::string before;  // "R0107 version 2, policy/rules/R0107.yaml"
  std::string after;
  std::string knowledge_before;
  std::string knowledge_after;
  std::string decisions;  // file; "" for none
};

// new.csv, gone.csv, changed.csv, confirmed_gone.csv, rules.csv, undecided.csv, providers.csv, items.csv, overlap.csv.
// Findings must have been kept.
Status write_backtest_csv(std::span<const claims::Part> parts, const BacktestResult& result, const Decisions* decisions,
                          const Path& folder);

// Money is text, as in an audit's summary.json.
std::string backtest_json(const BacktestResult& result, const BacktestFacts& facts);

// The share confirmed of the findings that people decided.
struct Precision {
  std::size_t confirmed = 0;
  std::size_t decided = 0;
  double share = 0;
  Interval interval;
};
Precision precision_of(const Decided& decided);

}  // namespace qiuhao::audit
