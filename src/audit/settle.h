// Settling the findings of one person, on the thread that made them: ids, money counted once a line, totals.
#pragma once

#include <vector>

#include "audit/chunk_result.h"
#include "audit/finding_id.h"
#include "audit/money.h"

namespace qiuhao::audit {

// One thread's, over one part.
class Settling {
 public:
  Settling(const rules::Plan& plan, const claims::Part& part);
  // People are of this run from now on, which must outlive it.
  void use(const rules::PeopleRun& run, const rules::LineMoney& money);
  // The findings of the chunk since the last call are all those of this person.
  void settle(RowIndex person, ChunkResult& chunk, PartTotals& totals);
  void begin_chunk() { begin_ = blame_ = 0; }

 private:
  void take_money(RowIndex person, ChunkResult& chunk, PartTotals& totals);
  void count_lines(PartTotals& totals);
  std::pair<RowIndex, Day> provider_and_day(const Finding& finding, std::span<const RowIndex> lines) const;
  RowIndex provider_of(RowIndex line) const;
  Day day_of_line(RowIndex line) const;
  void count(const Finding& finding, std::span<const RowIndex> lines, std::span<const Share> shares,
             PartTotals& totals);

  const rules::Plan& plan_;
  const claims::Part& part_;
  const rules::PeopleRun* run_ = nullptr;
  FindingIds ids_;
  PersonMoney money_;
  std::size_t begin_ = 0;  // of the findings not settled yet
  std::size_t blame_ = 0;  // of their blames
  // Kept between people for their memory.
  std::vector<MoneyClaim> claims_;
  std::vector<std::pair<rules::RuleIndex, RowIndex>> lines_of_rules_;
};

}  // namespace qiuhao::audit
