// A backtest: what another version of rules or knowledge would have found. Both versions judge the same people in one
// pass; each run of people is compared at once and forgotten, so memory grows with what changes, not with the tape.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "audit/backtest/decisions.h"
#include "audit/backtest/overlap.h"
#include "audit/backtest/sample.h"
#include "audit/backtest/so_far.h"

namespace qiuhao::audit {

// Rules at stake, and those that stay. Null: there is none. One of the first two at least is given.
struct BacktestPlans {
  std::shared_ptr<const rules::Plan> before;
  std::shared_ptr<const rules::Plan> after;
  // Rules that both versions have, in the new version's knowledge; null: overlap is not asked for. None of grain
  // provider_period, which blames no lines.
  std::shared_ptr<const rules::Plan> others;
  bool is_one_rule = false;  // as pair_rules
};

struct BacktestOptions {
  Day from = kNoDay;  // as AuditOptions
  Day to = kNoDay;
  int threads = 0;
  const std::atomic<bool>* stop = nullptr;  // set: what was found so far is the result
  Teller::Tell tell;                        // called by any thread, one at a time
  std::size_t sample = 5;                   // findings of each kind of change
  std::uint64_t seed = 1;
  bool keep_findings = false;            // BacktestResult::kept
  const Decisions* decisions = nullptr;  // of people; must outlive the call
};

// A rule on both sides. Undecided and excepted of each side are in its summary.
struct RuleChange {
  std::string code;  // of the new side where there is one
  std::string name;
  RulePair pair;
  RuleSummary before;
  RuleSummary after;
  Tally tally;
};

// Of one side: findings that people decided.
struct Decided {
  std::size_t findings = 0;  // of this side
  std::size_t confirmed = 0;
  std::size_t refused = 0;
};

// What decisions say of the two sides, by ids of findings.
struct DecidedChange {
  Decided before;
  Decided after;
  std::size_t decisions = 0;  // each finding once
  std::size_t replaced = 0;   // earlier ones about the same findings
  std::size_t unknown = 0;    // about findings that neither side has
  std::size_t spared = 0;     // refused ones that the new side does not find any more
  AuditResult lost;           // confirmed ones that it does not find any more, on the old side's plan
};

// Findings that are not the same, in the order of the tape; as results of their side's plan, without totals. `changed`
// stand in the same order on both sides.
struct KeptFindings {
  AuditResult added;
  AuditResult gone;
  AuditResult changed_before;
  AuditResult changed_after;
};

struct BacktestResult {
  BacktestPlans plans;
  Day from = kNoDay;
  Day to = kNoDay;
  std::uint64_t generation = 0;
  std::uint64_t seed = 0;
  SoFar so_far;             // at the end; is_all() unless it was stopped
  bool is_partial = false;  // stopped; rules about providers' months were not judged then
  std::size_t people = 0;   // judged
  std::size_t lines = 0;    // of them, in the period
  double seconds = 0;
  double seconds_to_first = 0;  // until the first partial result was told; `seconds` when it was done before
  double before_seconds = 0;    // of threads, judging each side
  double after_seconds = 0;
  std::vector<RuleChange> rules;
  Tally tally;  // of all rules
  std::vector<NamedTally> providers;
  std::vector<NamedTally> items;
  std::vector<Sampled> sample;
  Overlap overlap;
  DecidedChange decided;
  KeptFindings kept;
  std::shared_ptr<const rules::PeerTable> before_peers;  // null without rules about providers' months
  std::shared_ptr<const rules::PeerTable> after_peers;
};

// "bad_period" for one that ends before it begins, "period_outside_tape" for one without a line on the tape. The same
// whatever the number of threads, but for times.
Result<BacktestResult> run_backtest(const claims::Tape& tape, const BacktestPlans& plans,
                                    const BacktestOptions& options);

}  // namespace qiuhao::audit
