// Putting the results of chunks together: totals by rule, provider and month, and money counted once a line.
#pragma once

#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "audit/judge_people.h"
#include "audit/money.h"
#include "audit/standing.h"

namespace qiuhao::audit {

class Reducer {
 public:
  Reducer(const claims::Tape& tape, const rules::Plan& plan, AuditResult& result);
  // Chunks in their order; what providers' months gave comes last, with kNoPart.
  void add(std::uint16_t part, ChunkResult& chunk);
  void finish();

 private:
  void add_counts(std::uint16_t part, const ChunkResult& chunk);
  void add_undecided(const ChunkResult& chunk);
  void add_findings(const ChunkResult& chunk);
  // The findings [begin, end) are all those of one person.
  void take_money(std::uint16_t part, RowIndex person, std::size_t begin, std::size_t end);
  void count_lines();
  void count_finding(const Finding& finding, std::span<const Share> shares);
  ProviderSummary& provider(std::uint16_t part, RowIndex row);
  MonthSummary& month(Day day);

  const claims::Tape& tape_;
  const rules::Plan& plan_;
  AuditResult& result_;
  PersonMoney money_;
  std::map<std::string, ProviderSummary> providers_;
  std::vector<std::vector<ProviderSummary*>> provider_rows_;  // by part, row
  std::map<std::string, MonthSummary> months_;
  std::pair<Day, MonthSummary*> last_month_{kNoDay, nullptr};
  std::unordered_map<std::string, std::uint32_t> reason_numbers_;
  // Kept between people for their memory.
  std::vector<MoneyClaim> claims_;
  std::vector<std::pair<rules::RuleIndex, RowIndex>> lines_of_rules_;
};

}  // namespace qiuhao::audit
