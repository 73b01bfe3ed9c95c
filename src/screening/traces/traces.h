// Tracing codes (追溯码) over a whole register: settled more than once, swapped, sold before they came, and providers
// that sell without scanning. Domain M33.
//
// The register is sorted by code and read once from its file, so memory holds one code and the leads, whatever its
// size. Only the sales of the last question are met with the stock records by a join, within the memory that is given.
#pragma once

#include <atomic>
#include <string>
#include <vector>

#include "base/files.h"
#include "claims/schema.h"
#include "rules/parameters.h"
#include "screening/traces/code_uses.h"

namespace qiuhao::screening {

struct TraceRules {
  std::uint32_t sales_least = 2;            // of one code
  std::uint32_t split_units_most = 100;     // in a box whose pack is not told
  std::uint32_t late_days = 3;              // a purchase may be entered after the sale
  std::uint32_t grace_days = 180;           // from a provider's first purchase with codes, for what it had before
  Day due_from = kNoDay;                    // sales are to be scanned from this day on
  std::vector<std::string> due_items{};     // of items whose codes begin so; none: of all
  std::vector<std::string> exempt_items{};  // but not of these
  std::uint32_t uncoded_percent = 10;       // more is a lead
  std::uint32_t uncoded_sales_least = 30;
};

// "no_parameter" and "bad_parameter" as read_thresholds.
Result<TraceRules> read_trace_rules(const rules::Parameters& parameters, Day day);

struct TraceOptions {
  Path workspace;
  Day from = kNoDay;  // of the sales that are told, both included; kNoDay: open
  Day to = kNoDay;
  std::size_t memory_bytes = 900'000'000;
  int threads = 2;
  const std::atomic<bool>* stop = nullptr;
};

inline constexpr std::size_t kShownUses = 20;
inline constexpr std::size_t kMostUsesOfCode = 100'000;  // of a code with more, which is no box's, the first are read
inline constexpr std::size_t kMostTraceLeads = 50'000;   // of a kind; the counts go on

struct ResoldCode {
  std::string code;
  CodeSales sales;
  std::vector<CodeUse> uses;  // sales and returns in order of time, at most kShownUses
};

struct SwappedCode {
  std::string code;
  CodeUse sale, bought;
};

struct EarlyCode {
  std::string code;
  CodeUse sale;
  Day came = kNoDay;      // to the provider; kNoDay: never
  std::string bought_by;  // of what never came: who bought it, "" when nobody
};

struct UncodedSales {
  std::string provider;
  std::uint64_t sales = 0;
  std::uint64_t uncoded = 0;
};

struct TraceReport {
  TraceRules rules;
  std::uint64_t rows = 0;
  std::uint64_t codes = 0;
  std::uint64_t resold_codes = 0, swapped_sales = 0, early_sales = 0;  // found
  std::vector<ResoldCode> resold;     // across persons and institutions first, then by settled sales
  std::vector<SwappedCode> swapped;   // in order of code
  std::vector<EarlyCode> early;       // the same
  bool has_stock = false;             // without stock records nobody knows of sales without codes
  std::vector<UncodedSales> uncoded;  // the largest share first
};

// Errors: "no_traces" for a workspace that never read the register, "damaged_register", "interrupted", and those of
// memory and disk.
Result<TraceReport> screen_traces(const claims::Schema& schema, const TraceRules& rules, const TraceOptions& options);

}  // namespace qiuhao::screening
