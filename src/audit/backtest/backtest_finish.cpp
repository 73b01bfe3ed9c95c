// Uniting threads, months of providers, decisions.
#include "audit/backtest/backtest_finish.h"

#include <functional>
#include <map>

#include "audit/reduce.h"
#include "base/check.h"

namespace qiuhao::audit {
namespace {

using rules::PeerTable;

AuditResult empty_result(const std::shared_ptr<const rules::Plan>& plan, std::uint64_t generation) {
  AuditResult result;
  result.plan = plan;
  result.generation = generation;
  return result;
}

void name_rules(const BacktestShared& shared, BacktestResult& result) {
  for (const RulePair& pair : shared.pairs) {
    const rules::Rule& rule =
        pair.after ? shared.after->plan().rules()[*pair.after] : shared.before->plan().rules()[*pair.before];
    RuleChange& change = result.rules.emplace_back();
    change.code = rule.code;
    change.name = rule.name;
    change.pair = pair;
  }
}

// Numbers of cells that both tables share, by rule pair and key.
class MonthNumbers {
 public:
  RowIndex of(std::uint32_t pair, const rules::PeerKey& key) {
    return numbers_.emplace(std::pair(pair, key), static_cast<RowIndex>(numbers_.size())).first->second;
  }

 private:
  std::map<std::pair<std::uint32_t, rules::PeerKey>, RowIndex> numbers_;
};

using KeyOf = std::function<Matcher::Key(const Finding&, std::uint32_t)>;

std::vector<Matcher::Key> month_keys(const ChunkResult& months, const PeerTable* peers, MonthNumbers& numbers,
                                     const KeyOf& key_of) {
  std::vector<Matcher::Key> keys;
  for (std::uint32_t number = 0; number < months.findings.size(); ++number) {
    const Finding& finding = months.findings[number];
    Matcher::Key key = key_of(finding, number);
    key.row = numbers.of(key.pair, peers->cells(finding.rule)[finding.row].key);
    keys.push_back(key);
  }
  return keys;
}

std::shared_ptr<const PeerTable> judge_side(Side* side, std::deque<BacktestWorker>& workers,
                                            SideJudge* (BacktestWorker::*judge)(), ChunkResult& months) {
  if (side == nullptr || !side->judges_months()) return nullptr;
  rules::PeerSums sums;
  for (BacktestWorker& worker : workers) sums.merge((worker.*judge)()->take_peers());
  return judge_months_of(*side, std::move(sums), months, (workers.front().*judge)()->totals());
}

// When everybody's figures are in; their findings then go the way of all others.
void judge_months(BacktestShared& shared, std::deque<BacktestWorker>& workers, BacktestResult& result) {
  ChunkResult before;
  ChunkResult after;
  result.before_peers = judge_side(shared.before.get(), workers, &BacktestWorker::before, before);
  result.after_peers = judge_side(shared.after.get(), workers, &BacktestWorker::after, after);
  if (!result.before_peers && !result.after_peers) return;
  const Matcher& matcher = *shared.matcher;
  MonthNumbers numbers;
  auto before_keys = month_keys(before, result.before_peers.get(), numbers, [&](const Finding& finding, auto number) {
    return matcher.before_key(finding, number);
  });
  auto after_keys = month_keys(after, result.after_peers.get(), numbers,
                               [&](const Finding& finding, auto number) { return matcher.after_key(finding, number); });
  std::vector<Match> matches;
  matcher.match_keys(std::move(before_keys), std::move(after_keys), before, after, matches);
  workers.front().take_months(matches, before, result.before_peers.get(), after, result.after_peers.get(),
                              shared.chunks.back());
}

// Of one side, into the summaries of its rules.
void add_summaries(const BacktestShared& shared, SideJudge* judge, const BacktestWorker::Reasons& undecided,
                   std::optional<rules::RuleIndex> RulePair::*index, RuleSummary RuleChange::*summary,
                   BacktestResult& result) {
  if (judge == nullptr) return;
  const rules::Plan& plan = judge->side().plan();
  std::vector<RuleSummary> summaries(plan.rules().size());
  for (std::size_t part = 0; part < shared.parts; ++part) {
    const auto number = static_cast<std::uint16_t>(part);
    if (judge->totals().has(number)) add_rule_totals(plan, judge->totals().of(number), summaries);
  }
  for (RuleChange& change : result.rules) {
    if (!(change.pair.*index)) continue;
    const rules::RuleIndex rule = *(change.pair.*index);
    change.*summary = std::move(summaries[rule]);
    (change.*summary).undecided_by = undecided[rule];
    for (const auto& [reason, count] : undecided[rule]) (change.*summary).undecided += count;
  }
}

// Everything into the first worker, then into the result.
void unite(const BacktestShared& shared, std::deque<BacktestWorker>& workers, BacktestResult& result) {
  BacktestWorker& first = workers.front();
  for (std::size_t number = 1; number < workers.size(); ++number) first.add(workers[number]);
  add_summaries(shared, first.before(), first.undecided_before(), &RulePair::before, &RuleChange::before, result);
  add_summaries(shared, first.after(), first.undecided_after(), &RulePair::after, &RuleChange::after, result);
  for (std::size_t pair = 0; pair < result.rules.size(); ++pair) {
    result.rules[pair].tally = first.tallies()[pair];
    result.tally.add(first.tallies()[pair]);
  }
  result.providers = first.touched().providers();
  result.items = first.touched().items();
  result.sample = first.sampler().take();
  result.people = first.people();
  result.lines = first.lines();
}

void keep_chunks(BacktestShared& shared, BacktestResult& result) {
  const auto& plans = result.plans;
  KeptFindings& kept = result.kept;
  for (AuditResult* of : {&kept.gone, &kept.changed_before, &result.decided.lost}) {
    *of = empty_result(plans.before, result.generation);
    of->peers = result.before_peers;
  }
  for (AuditResult* of : {&kept.added, &kept.changed_after}) {
    *of = empty_result(plans.after, result.generation);
    of->peers = result.after_peers;
  }
  for (ChunkChanges& chunk : shared.chunks) {
    append_findings(chunk.added, kept.added);
    append_findings(chunk.gone, kept.gone);
    append_findings(chunk.changed_before, kept.changed_before);
    append_findings(chunk.changed_after, kept.changed_after);
    append_findings(chunk.lost, result.decided.lost);
    chunk = {};
  }
}

void count_decided(const BacktestShared& shared, BacktestResult& result) {
  DecidedChange& decided = result.decided;
  for (const RuleChange& rule : result.rules) {
    decided.before.findings += rule.before.hits;
    decided.after.findings += rule.after.hits;
  }
  if (shared.options.decisions == nullptr) return;
  decided.decisions = shared.options.decisions->all().size();
  decided.replaced = shared.options.decisions->replaced();
  for (std::size_t number = 0; number < decided.decisions; ++number) {
    const bool is_confirmed = shared.options.decisions->all()[number].is_confirmed;
    const bool was = shared.decided_before[number] != 0;
    const bool is = shared.decided_after[number] != 0;
    if (was) ++(is_confirmed ? decided.before.confirmed : decided.before.refused);
    if (is) ++(is_confirmed ? decided.after.confirmed : decided.after.refused);
    if (!was && !is) ++decided.unknown;
    if (was && !is && !is_confirmed) ++decided.spared;
  }
}

}  // namespace

void finish_backtest(BacktestShared& shared, std::deque<BacktestWorker>& workers, BacktestResult& result) {
  name_rules(shared, result);
  if (!result.is_partial) judge_months(shared, workers, result);
  if (shared.others != nullptr) {
    result.overlap.is_known = true;
    result.overlap.others = shared.others->shared_plan();
    result.overlap.rules.resize(shared.others->plan().rules().size());
  }
  for (BacktestWorker& worker : workers) worker.add_times_to(result);
  unite(shared, workers, result);
  keep_chunks(shared, result);
  count_decided(shared, result);
}

}  // namespace qiuhao::audit
