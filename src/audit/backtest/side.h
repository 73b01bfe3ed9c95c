// One side of a backtest: a plan over a tape, and what a thread judges by it.
#pragma once

#include <chrono>
#include <deque>
#include <memory>
#include <mutex>
#include <vector>

#include "audit/chunks.h"
#include "audit/judge_people.h"
#include "audit/totals.h"
#include "rules/windows/peer.h"

namespace qiuhao::audit {

// Shared by all threads. A part is laid under the plan when somebody first comes to it, so that the first people of a
// large tape are judged at once.
class Side {
 public:
  // The tape and the options must outlive it.
  Side(std::shared_ptr<const rules::Plan> plan, const claims::Tape& tape, const AuditOptions& options);

  const rules::Plan& plan() const { return *plan_; }
  std::shared_ptr<const rules::Plan> shared_plan() const { return plan_; }
  const FilterPrograms& programs() const { return programs_; }
  const claims::Tape& tape() const { return tape_; }
  const AuditOptions& options() const { return options_; }
  const PartScope& scope(std::uint16_t part);
  bool judges_months() const { return !plan_->rules_of(rules::Grain::provider_period).empty(); }

 private:
  std::shared_ptr<const rules::Plan> plan_;
  const claims::Tape& tape_;
  const AuditOptions& options_;
  FilterPrograms programs_;
  std::deque<std::once_flag> is_laid_;  // by part
  std::vector<std::unique_ptr<const PartScope>> scopes_;
};

// One thread's.
class SideJudge {
 public:
  explicit SideJudge(Side& side) : side_(&side), totals_(side.plan(), side.tape().parts()) {}

  // Settled findings of these people, behind nothing else: the result must be empty.
  void judge(std::uint16_t part, claims::Range people, ChunkResult& result);
  // Those of the last call that count.
  std::span<const RowIndex> people() const { return judge_->people(); }
  Side& side() { return *side_; }
  Totals& totals() { return totals_; }
  rules::PeerSums take_peers() { return peers_.take(); }
  double seconds() const { return seconds_; }  // spent in judge()

 private:
  void stand_on(std::uint16_t part);

  Side* side_;
  Totals totals_;
  const PartScope* scope_ = nullptr;  // of the part at hand
  rules::PeerCells peers_;
  std::unique_ptr<PeopleJudge> judge_;
  std::unique_ptr<rules::PeerCollector> collector_;
  double seconds_ = 0;
};

// The months of providers, once everybody is judged; findings have their ids, and their totals are counted.
std::shared_ptr<const rules::PeerTable> judge_months_of(Side& side, rules::PeerSums sums, ChunkResult& result,
                                                        Totals& totals);

}  // namespace qiuhao::audit
