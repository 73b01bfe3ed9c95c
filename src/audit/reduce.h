// Putting the results of chunks together: totals by rule, provider and month, and money counted once a line.
#pragma once

#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "audit/audit.h"

namespace qiuhao::audit {

// Totals of one rule in one chunk.
struct RuleCounts {
  std::size_t judged = 0;
  std::map<std::string, std::size_t> excepted_by;
};

struct ProviderCounts {
  std::size_t lines = 0;
  Cents in_scope = 0;
};

// What one chunk gave; findings and undecided in order of line, rule, point.
struct ChunkResult {
  std::vector<RuleCounts> rules;
  std::vector<ProviderCounts> providers;  // by provider row of the part; one more for lines without a provider
  std::vector<Finding> findings;
  std::vector<Undecided> undecided;
  std::vector<std::string> reasons;

  void begin(std::size_t rule_count, std::size_t provider_count) {
    rules.resize(rule_count);
    providers.resize(provider_count + 1);
  }
  void count_line(RowIndex provider, Cents in_scope) {
    ProviderCounts& counts = providers[provider == kNoRow ? providers.size() - 1 : provider];
    ++counts.lines;
    counts.in_scope += in_scope;
  }
  std::uint32_t reason(std::string_view text);
};

class Reducer {
 public:
  Reducer(const claims::Tape& tape, const rules::Plan& plan, AuditResult& result);
  // Chunks in their order.
  void add(std::uint16_t part, ChunkResult& chunk);
  void finish();

 private:
  void take_money(std::size_t begin, std::size_t end);
  void count_finding(const Finding& finding);
  ProviderSummary& provider(std::uint16_t part, RowIndex row);

  const claims::Tape& tape_;
  const rules::Plan& plan_;
  AuditResult& result_;
  std::vector<std::size_t> rank_;  // of a rule in the order of money
  std::map<std::string, ProviderSummary> providers_;
  std::vector<std::vector<ProviderSummary*>> provider_rows_;  // by part, row
  std::map<std::string, MonthSummary> months_;
  std::unordered_map<std::string, std::uint32_t> reason_numbers_;
};

}  // namespace qiuhao::audit
