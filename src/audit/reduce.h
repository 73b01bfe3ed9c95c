// Putting the results of chunks together in their order, and totals into the summaries that people read.
#pragma once

#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "audit/chunk_result.h"
#include "audit/totals.h"

namespace qiuhao::audit {

// Findings of a chunk, behind those that are there.
void append_findings(const ChunkResult& chunk, AuditResult& result);
// Totals of a part, added to the summaries of the plan's rules.
void add_rule_totals(const rules::Plan& plan, const PartTotals& totals, std::vector<RuleSummary>& rules);

class Reducer {
 public:
  Reducer(const claims::Tape& tape, const rules::Plan& plan, AuditResult& result);
  // Settled chunks in their order; what providers' months gave comes last.
  void add(ChunkResult& chunk);
  // Totals of threads, in any order.
  void add(Totals& totals) { totals_.add(totals); }
  void finish();

 private:
  void add_providers(std::uint16_t part, const PartTotals& totals);
  // Findings about providers' months have no lines: they count for the provider, and only with their gross.
  void count_months_of_providers();

  const claims::Tape& tape_;
  const rules::Plan& plan_;
  AuditResult& result_;
  Totals totals_;
  std::map<std::string, ProviderSummary> providers_;
  std::unordered_map<std::string, std::uint32_t> reason_numbers_;
};

}  // namespace qiuhao::audit
