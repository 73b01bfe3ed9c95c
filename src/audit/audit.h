// An audit: a plan run over the tapes of a workspace. Hits and undecided lines are kept, misses can be worked out
// again.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "audit/lacking_parameters.h"
#include "audit/shard.h"
#include "base/hash.h"
#include "claims/tape.h"
#include "rules/windows/peer.h"

namespace qiuhao::audit {

// Which subjects count. The day of a line is its own; of a visit that of its start; of a person's day that day; of a
// pair that of its right line; of a provider's month its first. A person has all the days and providers of the lines. A
// person's day counts for every provider that has a line on it. Windows read the whole tape nevertheless.
struct AuditOptions {
  Day from = kNoDay;  // subjects of these days, both included; kNoDay: open
  Day to = kNoDay;
  std::vector<std::string> providers;  // codes; empty = all
  // One N-th of the people. Months of providers are not judged then, but what they need is given: merge_shards().
  std::optional<Shard> shard;
  int threads = 0;                                                  // 0 = as many as the machine has
  std::function<void(std::size_t done, std::size_t all)> progress;  // lines; called from any thread
  const std::atomic<bool>* stop = nullptr;                          // set: the audit ends with "interrupted"
};

// One hit. What `row` numbers depends on the grain of its rule: the line, the right line of a pair, the visit, the
// first line of the day, the person; the cell of AuditResult::peers for a provider's month. 48 bytes; a finding that
// blames something else than its own line has 16 more, and 4 for each line.
struct Finding {
  Hash128 id;  // of rule, subject and blamed lines: the same in every run
  rules::RuleIndex rule = 0;
  std::uint16_t part = 0;  // of a provider's month one in which the provider has a row
  RowIndex row = kNoRow;
  RowIndex other = kNoRow;  // the left line of a pair
  rules::PointIndex point = rules::kNoPoint;
  Cents gross = 0;  // what the rule alone would take back
  Cents net = 0;    // what is left of it after earlier rules took from the same lines

  rules::SubjectRef subject() const { return {rule, point, row, other}; }
};

// A subject of which a rule could not tell; its rows as in Finding. Those that lack a register the workspace never had
// are only counted.
struct Undecided {
  rules::RuleIndex rule = 0;
  std::uint16_t part = 0;
  RowIndex row = kNoRow;
  RowIndex other = kNoRow;
  rules::PointIndex point = rules::kNoPoint;
  std::uint32_t reason = 0;  // into AuditResult::reasons
};

// The lines a finding blames, where that is not just the line it is about.
struct Blame {
  std::uint64_t begin = 0;  // into AuditResult::blamed_lines
  std::uint32_t count = 0;
  std::uint32_t finding = 0;  // into AuditResult::findings
};

// The lines that a finding blames, in the order of the tape, of lists as an AuditResult has them.
std::span<const RowIndex> lines_of(const std::vector<Finding>& findings, const std::vector<Blame>& blames,
                                   const std::vector<RowIndex>& blamed_lines, std::size_t number);

struct RuleSummary {
  std::size_t judged = 0;  // (subject, point) pairs that met the rule
  std::size_t hits = 0;
  std::size_t lines = 0;  // distinct lines blamed
  std::size_t undecided = 0;
  std::map<std::string, std::size_t> undecided_by;  // absent field or failure; of what is absent with its register too
  std::map<std::string, std::size_t> excepted_by;   // named exception
  Cents gross = 0;
  Cents net = 0;
};

struct ProviderSummary {
  std::string code;
  std::string name;              // as its last part among those that count has it
  std::uint16_t name_part = 0;   // that part
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

// Everything is in a stated order: findings and undecided by part and person, of a person first those about lines, then
// pairs, visits, days and the person itself, each by row, rule and point; those about providers' months last. Rules by
// code; providers by net money, then code; months by time.
struct AuditResult {
  AuditOptions options;
  std::shared_ptr<const rules::Plan> plan;
  std::uint64_t generation = 0;  // of the tape
  std::size_t people = 0;        // of the tape, or the shard
  std::size_t visits = 0;        // theirs
  std::size_t lines = 0;         // lines in the period and of the providers asked for
  Cents in_scope = 0;            // of those lines
  double seconds = 0;
  std::vector<Finding> findings;
  std::vector<Blame> blames;  // in the order of findings; those that blame just their own line have none
  std::vector<RowIndex> blamed_lines;
  std::shared_ptr<const rules::PeerTable> peers;     // null unless a rule has grain provider_period
  std::shared_ptr<const rules::PeerSums> peer_sums;  // of a shard's people, in place of peers
  std::vector<Undecided> undecided;
  std::vector<std::string> reasons;
  std::vector<RuleSummary> rules;
  std::vector<LackingParameter> lacking;
  std::vector<ProviderSummary> providers;  // those with at least one line
  std::vector<MonthSummary> months;
  Cents gross = 0;  // sum over rules
  Cents net = 0;    // each line counted once

  std::size_t undecided_count() const;  // over rules: listed ones and those for want of a register

  // The lines that a finding blames, in the order of the tape; `finding` is one of findings.
  std::span<const RowIndex> lines_of(const Finding& finding) const;
};

// Judges every line. The result does not depend on the number of threads.
Result<AuditResult> run_audit(const claims::Tape& tape, std::shared_ptr<const rules::Plan> plan,
                              const AuditOptions& options);

}  // namespace qiuhao::audit
