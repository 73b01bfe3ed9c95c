// Judging a run of people of one part by every rule: what the threads of an audit do. Subjects are filtered by the run,
// rule by rule; those that may be hits are judged person by person, in the order of an AuditResult.
#pragma once

#include <memory>
#include <vector>

#include "audit/chunk_result.h"
#include "audit/part_scope.h"
#include "audit/rule_filter.h"
#include "audit/settle.h"
#include "rules/judge.h"
#include "rules/windows/peer.h"

namespace qiuhao::audit {

// One thread's, over one part. All that it is given must outlive it.
class PeopleJudge {
 public:
  PeopleJudge(const PartScope& scope, const FilterPrograms& programs);

  // Every subject of every grain of these people; their findings are settled. Lines of providers are counted unless the
  // scope has sums, which the caller adds for the whole part; then those of people who are gone are taken off.
  void judge(claims::Range people, ChunkResult& result, PartTotals& totals);
  // Those of the last call that count.
  std::span<const RowIndex> people() const { return everybody_; }
  // Adds them to the months of providers when they are a whole run that was read; false: they are not.
  bool add_run_to(rules::PeerCollector& collector);

 private:
  // A subject that the filter could not clear: `row` as in SubjectRef, `number` of the rule's places.
  struct Left {
    RowIndex row;
    rules::RuleIndex rule;
    std::uint32_t number;
    bool holds;
    auto operator<=>(const Left&) const = default;
  };
  // Those of one grain, in order.
  struct LeftOfGrain {
    std::vector<Left> all;
    std::size_t next = 0;
  };

  void list_people(claims::Range people);
  void count_lines();
  void count_lines_of(RowIndex person, int sign);
  void pick_lines();
  void pick(RowIndex line, RowIndex person, std::uint32_t item);
  void pick_by_items(RowIndex person, claims::Range lines);
  void meet_lines();
  void list_every_line();
  void meet_codes(rules::Grain grain);
  void list_visits();
  void list_days();
  bool day_has_provider(RowIndex person, RowIndex line) const;
  void list_whole_people();
  void filter(rules::Grain grain, std::span<const rules::Places> of_rule);
  bool meets_every_line(rules::RuleIndex rule) const;
  // By all rules of a grain that look at every place.
  void filter_all_by(rules::Grain grain, std::span<const rules::RuleIndex> rules, const rules::PlaceSpan& places);
  void filter_by_own(rules::RuleIndex rule, const rules::PlaceSpan& places, LeftOfGrain& left);
  void filter_batch(rules::RuleIndex rule, std::size_t begin, const cel::Decided* where, LeftOfGrain& left);
  RowIndex person_of(rules::Grain grain, RowIndex row) const;
  void judge_left();
  void read_money();
  void judge_person(RowIndex person);
  void judge_one(rules::Grain grain, const Left& left);
  void judge_pairs(RowIndex b, const rules::Candidate& candidate);
  void judge_it(bool holds);

  const PartScope& scope_;
  rules::Subject subject_;
  rules::JudgeScratch scratch_;
  Settling settling_;
  rules::LineMoney money_;
  rules::RunColumns columns_;
  rules::RowConditions conditions_;
  rules::VisitLists visit_lists_;
  rules::WindowSizes sizes_;
  rules::RowWindows row_windows_;
  std::vector<std::unique_ptr<RuleFilter>> filters_;  // by rule; null of grain provider_period
  std::vector<std::unique_ptr<Gate>> gates_;          // by grain
  LaidRows laid_;
  rules::RunNeeds needs_;
  bool has_mains_ = false;  // some window asks for lines of main items
  rules::PeopleRun run_;
  std::vector<RowIndex> everybody_;     // of the run, whose months count for peers
  std::vector<RowIndex> gone_;          // of the run, whom the part's sums count; empty where those are not used
  std::vector<RowIndex> people_;        // of everybody_ those with a subject that may count
  std::vector<rules::Places> met_;      // by rule: of grain line and pair every line and point that meet, of grain
                                        // diagnosis and operation such rows that count
  std::vector<rules::Places> counted_;  // the same, of the days and providers asked for; used when they are restricted
  rules::MetLines met_lines_;
  rules::PickedLines known_;  // lines whose items some point names
  rules::PickedLines mains_;  // lines of pairs' main items
  rules::PickedLines first_of_days_;
  rules::Places every_line_;  // that counts, for rules without knowledge
  rules::Places places_;      // visits, days or people that count
  std::vector<RuleFilter::Found> found_;
  std::vector<RowIndex> blamed_;  // lines of those left
  std::array<LeftOfGrain, rules::kGrains> left_;
  ChunkResult* result_ = nullptr;
  PartTotals* totals_ = nullptr;
};

// The months of providers, after everybody's figures are in the table.
void judge_months(const rules::PeerTable& peers, std::span<const rules::PartPlan* const> part_plans,
                  const AuditOptions& options, ChunkResult& result, Totals& totals);

}  // namespace qiuhao::audit
