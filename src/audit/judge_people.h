// Judging a run of people of one part by every rule, one pass a person: what the threads of an audit do.
#pragma once

#include <vector>

#include "audit/chunk_result.h"
#include "audit/line_filter.h"
#include "rules/judge.h"

namespace qiuhao::audit {

// What judging one part needs besides the plan: which subjects count, and the columns of the totals.
class PartScope {
 public:
  PartScope(const rules::Plan& plan, const claims::Part& part, std::uint16_t number, const AuditOptions& options);

  const rules::PartPlan& plan() const { return plan_; }
  const LineFilterRules& filter_rules() const { return filter_rules_; }
  const claims::Part& part() const { return plan_.part(); }
  std::uint16_t number() const { return number_; }
  bool day_counts(Day day) const { return day >= from_ && day <= to_; }
  bool person_counts(RowIndex person) const { return shard_.has(person); }
  bool has_all_providers() const { return provider_counts_.empty(); }
  bool provider_counts(RowIndex provider) const {
    return provider_counts_.empty() || (provider != kNoRow && provider_counts_[provider]);
  }
  RowIndex provider_of(RowIndex line) const {
    return part().link(claims::Link::visit_provider, part().link(claims::Link::line_visit, line));
  }
  Day day_of_line(RowIndex line) const { return day_->day(line); }
  Cents in_scope(RowIndex line) const {
    return in_scope_ != nullptr && in_scope_->has(line) ? in_scope_->number(line) : 0;
  }

 private:
  rules::PartPlan plan_;
  LineFilterRules filter_rules_;
  ShardFilter shard_;
  std::uint16_t number_;
  const Column* day_;
  const Column* in_scope_;
  Day from_;
  Day to_;
  std::vector<bool> provider_counts_;  // by provider row; empty = all
};

// One thread's work on a run of people: every subject of every grain, person by person, and their findings settled.
void judge_people(const PartScope& scope, claims::Range people, ChunkResult& result, PartTotals& totals);

// The months of providers, after everybody's figures are in the table.
void judge_months(const rules::PeerTable& peers, std::span<const rules::PartPlan* const> part_plans,
                  const AuditOptions& options, ChunkResult& result, Totals& totals);

}  // namespace qiuhao::audit
