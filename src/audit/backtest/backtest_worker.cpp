// Judging a run of people on both sides and comparing.
#include "audit/backtest/backtest_worker.h"

namespace qiuhao::audit {

using claims::Link;

BacktestShared::BacktestShared(const claims::Tape& tape_of, const BacktestPlans& plans, const AuditOptions& audit,
                               const BacktestOptions& backtest, std::size_t chunk_count)
    : tape(tape_of),
      options(backtest),
      parts(tape_of.parts().size()),
      pairs(pair_rules(plans.before.get(), plans.after.get(), plans.is_one_rule)),
      chunks(chunk_count) {
  const auto side_of = [&](const std::shared_ptr<const rules::Plan>& plan) {
    return plan == nullptr ? nullptr : std::make_unique<Side>(plan, tape, audit);
  };
  before = side_of(plans.before);
  after = side_of(plans.after);
  others = side_of(plans.others);
  matcher = std::make_unique<const Matcher>(plans.before.get(), plans.after.get(), pairs);
  if (options.decisions == nullptr) return;
  decided_before.resize(options.decisions->all().size());
  decided_after.resize(options.decisions->all().size());
}

BacktestWorker::BacktestWorker(BacktestShared& shared)
    : shared_(shared),
      tallies_(shared.pairs.size()),
      touched_(shared.tape, shared.after != nullptr ? shared.after->plan() : shared.before->plan()),
      sampler_(shared.options.sample, shared.options.seed) {
  const rules::Plan* before = nullptr;
  const rules::Plan* after = nullptr;
  if (shared.before != nullptr) {
    before_ = std::make_unique<SideJudge>(*shared.before);
    before = &shared.before->plan();
    undecided_before_.resize(before->rules().size());
  }
  if (shared.after != nullptr) {
    after_ = std::make_unique<SideJudge>(*shared.after);
    after = &shared.after->plan();
    undecided_after_.resize(after->rules().size());
  }
  if (shared.others != nullptr) overlap_ = std::make_unique<OverlapJudge>(*shared.others, before, after);
}

void BacktestWorker::work(const Chunk& chunk, ChunkChanges& changes, Teller& teller) {
  ChunkResult before;
  ChunkResult after;
  if (before_ != nullptr) before_->judge(chunk.part, chunk.people, before);
  if (after_ != nullptr) after_->judge(chunk.part, chunk.people, after);
  count_undecided(before, undecided_before_);
  count_undecided(after, undecided_after_);
  note_decided(before, shared_.decided_before);
  note_decided(after, shared_.decided_after);
  shared_.matcher->match(before, after, matches_);
  Tally found;
  for (const Match& match : matches_) {
    found.add(take(match, before, after, changes));
    if (match.change == Change::same) continue;
    touched_.add(chunk.part, match, before_ == nullptr ? nullptr : &before_->side().plan(), before,
                 after_ == nullptr ? nullptr : &after_->side().plan(), after);
  }
  if (overlap_ != nullptr && found.touched() > 0) overlap_->add(chunk.part, matches_, before, after);
  count_people(chunk);
  const claims::Part& part = shared_.tape.parts()[chunk.part];
  teller.add(chunk.people.end - chunk.people.begin,
             part.range(Link::person_lines, chunk.people.end - 1).end -
                 part.range(Link::person_lines, chunk.people.begin).begin,
             found);
}

void BacktestWorker::count_people(const Chunk& chunk) {
  SideJudge& side = after_ != nullptr ? *after_ : *before_;
  const PartScope& scope = side.side().scope(chunk.part);
  people_ += side.people().size();
  for (const RowIndex person : side.people()) {
    const claims::Range lines = scope.part().range(Link::person_lines, person);
    if (!scope.is_restricted()) {
      lines_ += lines.end - lines.begin;
      continue;
    }
    for (RowIndex line = lines.begin; line < lines.end; ++line)
      lines_ += scope.day_counts(scope.day_of_line(line)) ? 1U : 0U;
  }
}

void BacktestWorker::count_undecided(const ChunkResult& chunk, Reasons& reasons) {
  for (const Undecided& undecided : chunk.undecided) ++reasons[undecided.rule][chunk.reasons[undecided.reason]];
  for (const UnlistedUndecided& unlisted : chunk.unlisted)
    reasons[unlisted.rule][chunk.reasons[unlisted.reason]] += unlisted.subjects;
}

void BacktestWorker::note_decided(const ChunkResult& chunk, std::vector<std::uint8_t>& decided) const {
  if (shared_.options.decisions == nullptr || shared_.options.decisions->is_empty()) return;
  for (const Finding& finding : chunk.findings) {
    if (const auto number = shared_.options.decisions->find(finding.id); number >= 0) {
      decided[static_cast<std::size_t>(number)] = 1;
    }
  }
}

bool BacktestWorker::is_lost(const Match& match, const ChunkResult& before) const {
  if (match.change != Change::gone || shared_.options.decisions == nullptr) return false;
  const auto number = shared_.options.decisions->find(before.findings[match.before].id);
  return number >= 0 && shared_.options.decisions->all()[static_cast<std::size_t>(number)].is_confirmed;
}

Tally BacktestWorker::take(const Match& match, const ChunkResult& before, const ChunkResult& after,
                           ChunkChanges& changes) {
  const bool was = match.before != kNoFinding;
  const bool is = match.after != kNoFinding;
  Tally tally;
  tally.count(match.change, was ? before.findings[match.before].gross : 0, is ? after.findings[match.after].gross : 0);
  const std::uint32_t pair = is ? shared_.matcher->after_key(after.findings[match.after], 0).pair
                                : shared_.matcher->before_key(before.findings[match.before], 0).pair;
  tallies_[pair].add(tally);
  sampler_.offer(match, before, after);
  if (is_lost(match, before)) changes.lost.add_from(before, match.before);
  if (!shared_.options.keep_findings) return tally;
  switch (match.change) {
    case Change::same: break;
    case Change::added: changes.added.add_from(after, match.after); break;
    case Change::gone: changes.gone.add_from(before, match.before); break;
    case Change::changed:
      changes.changed_before.add_from(before, match.before);
      changes.changed_after.add_from(after, match.after);
      break;
  }
  return tally;
}

void BacktestWorker::take_months(const std::vector<Match>& matches, const ChunkResult& before,
                                 const rules::PeerTable* before_peers, const ChunkResult& after,
                                 const rules::PeerTable* after_peers, ChunkChanges& changes) {
  count_undecided(before, undecided_before_);
  count_undecided(after, undecided_after_);
  note_decided(before, shared_.decided_before);
  note_decided(after, shared_.decided_after);
  for (const Match& match : matches) {
    const Tally tally = take(match, before, after, changes);
    if (match.change == Change::same) continue;
    const bool is = match.after != kNoFinding;
    const Finding& finding = is ? after.findings[match.after] : before.findings[match.before];
    const rules::PeerTable::Cell& cell = (is ? after_peers : before_peers)->cells(finding.rule)[finding.row];
    touched_.add_month(cell.key.provider, cell.part, cell.provider_row, tally);
  }
}

void BacktestWorker::add(BacktestWorker& other) {
  const auto add_reasons = [](Reasons& to, const Reasons& from) {
    for (std::size_t rule = 0; rule < to.size(); ++rule) {
      for (const auto& [reason, count] : from[rule]) to[rule][reason] += count;
    }
  };
  add_reasons(undecided_before_, other.undecided_before_);
  add_reasons(undecided_after_, other.undecided_after_);
  if (before_ != nullptr) before_->totals().add(other.before_->totals());
  if (after_ != nullptr) after_->totals().add(other.after_->totals());
  for (std::size_t pair = 0; pair < tallies_.size(); ++pair) tallies_[pair].add(other.tallies_[pair]);
  touched_.add(other.touched_);
  sampler_.add(other.sampler_);
  people_ += other.people_;
  lines_ += other.lines_;
}

void BacktestWorker::add_times_to(BacktestResult& result) {
  if (before_ != nullptr) result.before_seconds += before_->seconds();
  if (after_ != nullptr) result.after_seconds += after_->seconds();
  if (overlap_ != nullptr) overlap_->add_to(result.overlap);
}

}  // namespace qiuhao::audit
