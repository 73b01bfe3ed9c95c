// What one thread of a backtest keeps from run to run, and what all of them share.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "audit/backtest/backtest.h"

namespace qiuhao::audit {

// What of a run of people is kept to the end.
struct ChunkChanges {
  ChunkResult added;
  ChunkResult gone;
  ChunkResult changed_before;
  ChunkResult changed_after;
  ChunkResult lost;
};

struct BacktestShared {
  // All that it is given must outlive it.
  BacktestShared(const claims::Tape& tape, const BacktestPlans& plans, const AuditOptions& audit,
                 const BacktestOptions& options, std::size_t chunk_count);

  const claims::Tape& tape;
  const BacktestOptions& options;
  std::size_t parts;
  std::vector<RulePair> pairs;
  std::unique_ptr<Side> before;  // null: none
  std::unique_ptr<Side> after;
  std::unique_ptr<Side> others;
  std::unique_ptr<const Matcher> matcher;
  std::vector<ChunkChanges> chunks;  // each written by one thread; the last for providers' months
  // By decision: whether a side has the finding. A finding is in one run of people, so each byte has one writer.
  std::vector<std::uint8_t> decided_before;
  std::vector<std::uint8_t> decided_after;
};

class BacktestWorker {
 public:
  using Reasons = std::vector<std::map<std::string, std::size_t>>;  // counts of undecided by rule and reason

  explicit BacktestWorker(BacktestShared& shared);

  void work(const Chunk& chunk, ChunkChanges& changes, Teller& teller);
  void take_months(const std::vector<Match>& matches, const ChunkResult& before, const rules::PeerTable* before_peers,
                   const ChunkResult& after, const rules::PeerTable* after_peers, ChunkChanges& changes);
  void add(BacktestWorker& other);
  void add_times_to(BacktestResult& result);

  SideJudge* before() { return before_.get(); }
  SideJudge* after() { return after_.get(); }
  const Reasons& undecided_before() const { return undecided_before_; }
  const Reasons& undecided_after() const { return undecided_after_; }
  const std::vector<Tally>& tallies() const { return tallies_; }  // by rule pair
  TouchedCounts& touched() { return touched_; }
  Sampler& sampler() { return sampler_; }
  std::size_t people() const { return people_; }
  std::size_t lines() const { return lines_; }

 private:
  void count_people(const Chunk& chunk);
  static void count_undecided(const ChunkResult& chunk, Reasons& reasons);
  void note_decided(const ChunkResult& chunk, std::vector<std::uint8_t>& decided) const;
  // Counts a match and keeps what is asked for; gives its tally.
  Tally take(const Match& match, const ChunkResult& before, const ChunkResult& after, ChunkChanges& changes);
  bool is_lost(const Match& match, const ChunkResult& before) const;

  BacktestShared& shared_;
  std::unique_ptr<SideJudge> before_;
  std::unique_ptr<SideJudge> after_;
  std::unique_ptr<OverlapJudge> overlap_;
  Reasons undecided_before_;
  Reasons undecided_after_;
  std::vector<Tally> tallies_;
  TouchedCounts touched_;
  Sampler sampler_;
  std::vector<Match> matches_;
  std::size_t people_ = 0;
  std::size_t lines_ = 0;
};

}  // namespace qiuhao::audit
