// An audit: a plan run over the tapes of a workspace. Hits and undecided lines are kept, misses can be worked out
// again.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/hash.h"
#include "claims/tape.h"
#include "rules/plan.h"

namespace qiuhao::audit {

struct AuditOptions {
  Day from = kNoDay;  // lines of these days, both included; kNoDay: open
  Day to = kNoDay;
  std::vector<std::string> providers;                               // codes; empty = all
  int threads = 0;                                                  // 0 = as many as the machine has
  std::function<void(std::size_t done, std::size_t all)> progress;  // lines; called from any thread
  const std::atomic<bool>* stop = nullptr;                          // set: the audit ends with "interrupted"
};

struct Finding {
  Hash128 id;  // of rule, line and point: the same in every run
  rules::RuleIndex rule = 0;
  std::uint16_t part = 0;
  RowIndex line = kNoRow;
  rules::PointIndex point = rules::kNoPoint;
  Cents gross = 0;  // what the rule alone would take back
  Cents net = 0;    // what is left of it after earlier rules took from the same line
};

// A line of which a rule could not tell.
struct Undecided {
  rules::RuleIndex rule = 0;
  std::uint16_t part = 0;
  RowIndex line = kNoRow;
  rules::PointIndex point = rules::kNoPoint;
  std::uint32_t reason = 0;  // into AuditResult::reasons
};

struct RuleSummary {
  std::size_t judged = 0;  // (line, point) pairs that met the rule
  std::size_t hits = 0;
  std::size_t lines = 0;  // distinct lines hit
  std::size_t undecided = 0;
  std::map<std::string, std::size_t> undecided_by;  // absent field or failure
  std::map<std::string, std::size_t> excepted_by;   // named exception
  Cents gross = 0;
  Cents net = 0;
};

struct ProviderSummary {
  std::string code;
  std::string name;
  std::size_t lines_judged = 0;  // all lines of the provider in the period
  Cents in_scope = 0;            // of them
  std::size_t hits = 0;
  Cents gross = 0;
  Cents net = 0;
};

struct MonthSummary {
  std::string month;  // "2025-03"
  std::size_t hits = 0;
  Cents net = 0;
};

// Everything is in a stated order: findings and undecided by part, line, rule, point; rules by code; providers by net
// money, then code; months by time.
struct AuditResult {
  AuditOptions options;
  std::shared_ptr<const rules::Plan> plan;
  std::uint64_t generation = 0;  // of the tape
  std::size_t people = 0;
  std::size_t visits = 0;
  std::size_t lines = 0;  // lines in the period and of the providers asked for
  Cents in_scope = 0;     // of those lines
  double seconds = 0;
  std::vector<Finding> findings;
  std::vector<Undecided> undecided;
  std::vector<std::string> reasons;
  std::vector<RuleSummary> rules;
  std::vector<ProviderSummary> providers;  // those with at least one line
  std::vector<MonthSummary> months;
  Cents gross = 0;  // sum over rules
  Cents net = 0;    // each line counted once
};

// The order in which rules take from a line that several hit: 明确违规 before 可疑, then by code. Lists rule indexes.
std::vector<rules::RuleIndex> money_order(const std::vector<rules::Rule>& rules);

// Judges every line. The result does not depend on the number of threads.
Result<AuditResult> run_audit(const claims::Tape& tape, std::shared_ptr<const rules::Plan> plan,
                              const AuditOptions& options);

}  // namespace qiuhao::audit
