// Judging a run of people of one part by every rule, one pass a person: what the threads of an audit do.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "audit/audit.h"
#include "audit/line_filter.h"
#include "rules/judge.h"

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

// Findings up to `end` are of this person or earlier ones.
struct PersonFindings {
  RowIndex person = kNoRow;
  std::uint32_t end = 0;
};

// What one chunk gave, in the order of an AuditResult. Numbers of findings, lines and reasons count from its own 0.
struct ChunkResult {
  std::vector<RuleCounts> rules;
  std::vector<ProviderCounts> providers;  // by provider row of the part; one more for lines without a provider
  std::vector<Finding> findings;
  std::vector<PersonFindings> people;  // those with findings
  std::vector<Blame> blames;
  std::vector<RowIndex> blamed_lines;
  std::vector<Undecided> undecided;
  std::vector<std::string> reasons;

  void begin(std::size_t rule_count, std::size_t provider_count);
  void count_line(RowIndex provider, Cents in_scope) {
    ProviderCounts& counts = providers[provider == kNoRow ? providers.size() - 1 : provider];
    ++counts.lines;
    counts.in_scope += in_scope;
  }
  // Keeps a verdict about the subject.
  void keep(const rules::Verdict& verdict, const rules::Subject& subject, std::uint16_t part);
  void add_finding(const rules::SubjectRef& about, std::uint16_t part, rules::Grain grain, Cents gross,
                   std::span<const RowIndex> lines);
  // After the last subject of a person.
  void end_person(RowIndex person);

 private:
  std::uint32_t reason(std::string_view text);
};

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

// One thread's work on a run of people: every subject of every grain, person by person.
void judge_people(const PartScope& scope, claims::Range people, ChunkResult& result);

// The months of providers, after everybody's figures are in the table.
void judge_months(const rules::PeerTable& peers, std::span<const rules::PartPlan* const> part_plans,
                  const AuditOptions& options, ChunkResult& result);

}  // namespace qiuhao::audit
