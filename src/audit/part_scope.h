// A part as an audit looks at it: the plan laid over it, and which people, days and providers count.
#pragma once

#include <vector>

#include "audit/audit.h"
#include "audit/totals.h"
#include "rules/plan.h"

namespace qiuhao::audit {

// What judging one part needs besides the plan: which subjects count, and the columns of the totals.
class PartScope {
 public:
  PartScope(const rules::Plan& plan, const claims::Part& part, std::uint16_t number, const AuditOptions& options);

  const rules::PartPlan& plan() const { return plan_; }
  const claims::Part& part() const { return plan_.part(); }
  std::uint16_t number() const { return number_; }
  bool day_counts(Day day) const { return day >= from_ && day <= to_; }
  bool person_counts(RowIndex person) const { return shard_.has(person); }
  // Whether any subject of the person's may count: by first and last day, and the providers of the visits. Rows stand
  // in the order of time, so nothing else need be read of people whom a period or a provider leaves out.
  bool may_count(RowIndex person) const;
  // Whether the part's own sums of its providers are those of this audit, but for people who are gone.
  bool has_sums() const { return part().has_sums() && !is_restricted_ && shard_.is_everybody(); }
  // Adds them; PeopleJudge takes those who are gone off again. Nothing without sums.
  void add_sums_to(PartTotals& totals) const {
    if (has_sums()) totals.add_sums(part());
  }
  // Whether options leave any day or provider out.
  bool is_restricted() const { return is_restricted_; }
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
  ShardFilter shard_;
  std::uint16_t number_;
  const Column* day_;
  const Column* start_;  // of visits
  const Column* in_scope_;
  Day from_;
  Day to_;
  bool is_restricted_;
  std::vector<bool> provider_counts_;  // by provider row; empty = all
};

}  // namespace qiuhao::audit
