// People are each of one shard, so a result is made of runs of persons put back in the order of the tape, and of sums.
#include "audit/shards/merge.h"

#include <algorithm>
#include <deque>
#include <limits>

#include "audit/judge_people.h"
#include "audit/reduce.h"
#include "audit/shards/fits.h"
#include "audit/standing.h"
#include "base/check.h"

namespace qiuhao::audit {
namespace {

void add_counts(std::map<std::string, std::size_t>& to, const std::map<std::string, std::size_t>& from) {
  for (const auto& [name, count] : from) to[name] += count;
}

// The entries [begin, end) of a shard's list, all of one person.
struct PersonRun {
  std::uint16_t part = 0;
  RowIndex person = kNoRow;
  std::size_t shard = 0;
  std::size_t begin = 0;
  std::size_t end = 0;
};

class Merger {
 public:
  Merger(const claims::Tape& tape, const rules::Plan& plan, AuditResult& result)
      : tape_(tape), plan_(plan), result_(result) {
    result_.rules.resize(plan.rules().size());
  }

  void add_shards(const std::vector<Partial>& partials);
  // Judged of the figures of all shards, and last.
  void add_months(const std::vector<Partial>& partials);
  void finish();

 private:
  void add_totals(const AuditResult& from);
  void add_undecided(const AuditResult& from, std::size_t begin, std::size_t end);
  // `blame` is the first of the source that may be of these findings, and goes on with them.
  void add_findings(const AuditResult& from, std::size_t begin, std::size_t end, std::size_t& blame);
  template <typename Entry>
  std::vector<PersonRun> runs_of(const std::vector<Partial>& partials, std::vector<Entry> AuditResult::*list) const;

  const claims::Tape& tape_;
  const rules::Plan& plan_;
  AuditResult& result_;
  std::map<std::string, ProviderSummary> providers_;
  std::map<std::string, MonthSummary> months_;
  std::unordered_map<std::string, std::uint32_t> reason_numbers_;
};

template <typename Entry>
std::vector<PersonRun> Merger::runs_of(const std::vector<Partial>& partials,
                                       std::vector<Entry> AuditResult::*list) const {
  std::vector<PersonRun> runs;
  for (std::size_t shard = 0; shard < partials.size(); ++shard) {
    const std::vector<Entry>& entries = partials[shard].result.*list;
    for (std::size_t at = 0; at < entries.size(); ++at) {
      const Entry& entry = entries[at];
      const rules::Grain grain = plan_.rules()[entry.rule].grain;
      const RowIndex person = standing_of(tape_.parts()[entry.part], plan_, grain, entry.row, {}).person;
      const bool goes_on =
          !runs.empty() && runs.back().shard == shard && runs.back().part == entry.part && runs.back().person == person;
      if (!goes_on) runs.push_back({entry.part, person, shard, at, at});
      runs.back().end = at + 1;
    }
  }
  std::sort(runs.begin(), runs.end(), [](const PersonRun& a, const PersonRun& b) {
    return std::tie(a.part, a.person) < std::tie(b.part, b.person);
  });
  return runs;
}

void Merger::add_totals(const AuditResult& from) {
  for (std::size_t rule = 0; rule < from.rules.size(); ++rule) {
    const RuleSummary& one = from.rules[rule];
    RuleSummary& sum = result_.rules[rule];
    sum.judged += one.judged;
    sum.hits += one.hits;
    sum.lines += one.lines;
    sum.undecided += one.undecided;
    add_counts(sum.undecided_by, one.undecided_by);
    add_counts(sum.excepted_by, one.excepted_by);
    sum.gross += one.gross;
    sum.net += one.net;
  }
  for (const ProviderSummary& one : from.providers) {
    ProviderSummary& sum = providers_[one.code];
    sum.code = one.code;
    if (!one.name.empty() && (sum.name.empty() || one.name_part >= sum.name_part)) {
      sum.name = one.name;
      sum.name_part = one.name_part;
    }
    sum.lines_judged += one.lines_judged;
    sum.in_scope += one.in_scope;
    sum.hits += one.hits;
    sum.gross += one.gross;
    sum.net += one.net;
  }
  for (const MonthSummary& one : from.months) {
    months_[one.month].hits += one.hits;
    months_[one.month].net += one.net;
  }
  result_.lines += from.lines;
  result_.in_scope += from.in_scope;
  result_.gross += from.gross;
  result_.net += from.net;
}

void Merger::add_undecided(const AuditResult& from, std::size_t begin, std::size_t end) {
  for (std::size_t at = begin; at < end; ++at) {
    Undecided undecided = from.undecided[at];
    const std::string& reason = from.reasons[undecided.reason];
    const auto [number, is_new] = reason_numbers_.emplace(reason, static_cast<std::uint32_t>(result_.reasons.size()));
    if (is_new) result_.reasons.push_back(reason);
    undecided.reason = number->second;
    result_.undecided.push_back(undecided);
  }
}

void Merger::add_findings(const AuditResult& from, std::size_t begin, std::size_t end, std::size_t& blame) {
  for (std::size_t at = begin; at < end; ++at) {
    while (blame < from.blames.size() && from.blames[blame].finding < at) ++blame;
    if (blame < from.blames.size() && from.blames[blame].finding == at) {
      const Blame& source = from.blames[blame];
      result_.blames.push_back(
          {result_.blamed_lines.size(), source.count, static_cast<std::uint32_t>(result_.findings.size())});
      const auto first = from.blamed_lines.begin() + static_cast<std::ptrdiff_t>(source.begin);
      result_.blamed_lines.insert(result_.blamed_lines.end(), first, first + source.count);
    }
    result_.findings.push_back(from.findings[at]);
  }
}

void Merger::add_shards(const std::vector<Partial>& partials) {
  for (const Partial& partial : partials) add_totals(partial.result);
  std::vector<std::size_t> blames(partials.size(), 0);
  for (const PersonRun& run : runs_of(partials, &AuditResult::findings)) {
    add_findings(partials[run.shard].result, run.begin, run.end, blames[run.shard]);
  }
  for (const PersonRun& run : runs_of(partials, &AuditResult::undecided)) {
    add_undecided(partials[run.shard].result, run.begin, run.end);
  }
}

void Merger::add_months(const std::vector<Partial>& partials) {
  if (plan_.rules_of(rules::Grain::provider_period).empty()) return;
  rules::PeerSums all;
  for (const Partial& partial : partials) {
    if (partial.result.peer_sums != nullptr) all.merge(rules::PeerSums(*partial.result.peer_sums));
  }
  AuditResult months;
  months.options = result_.options;
  months.plan = result_.plan;
  months.peers = std::make_shared<const rules::PeerTable>(plan_, all);
  result_.peers = months.peers;
  std::deque<rules::PartPlan> laid;
  std::vector<const rules::PartPlan*> part_plans;
  for (const claims::Part& part : tape_.parts()) part_plans.push_back(&laid.emplace_back(plan_, part));
  ChunkResult found;
  Totals totals(plan_, tape_.parts());
  judge_months(*months.peers, part_plans, months.options, found, totals);
  Reducer reducer(tape_, plan_, months);
  reducer.add(found);
  reducer.add(totals);
  reducer.finish();
  add_totals(months);
  std::size_t blame = 0;
  add_findings(months, 0, months.findings.size(), blame);
  add_undecided(months, 0, months.undecided.size());
}

void Merger::finish() {
  for (auto& [code, summary] : providers_) result_.providers.push_back(summary);
  std::stable_sort(result_.providers.begin(), result_.providers.end(),
                   [](const ProviderSummary& a, const ProviderSummary& b) { return a.net > b.net; });
  for (auto& [month, summary] : months_) {
    summary.month = month;
    result_.months.push_back(summary);
  }
}

}  // namespace

Result<AuditResult> merge_partials(const claims::Tape& tape, std::shared_ptr<const rules::Plan> plan,
                                   std::vector<Partial> partials) {
  std::sort(partials.begin(), partials.end(),
            [](const Partial& a, const Partial& b) { return a.shard.index < b.shard.index; });
  AuditResult result;
  for (const Partial& partial : partials) {
    TRY(check_fits(partial, tape, *plan));
    result.people += partial.result.people;
    result.visits += partial.result.visits;
    result.seconds = std::max(result.seconds, partial.result.seconds);
  }
  result.options = partials.front().result.options;
  result.options.shard.reset();
  result.plan = plan;
  result.generation = tape.manifest().generation;
  Merger merger(tape, *plan, result);
  merger.add_shards(partials);
  merger.add_months(partials);
  merger.finish();
  result.lacking = lacking_parameters(result, tape.parts());
  return result;
}

RunFacts merge_facts(const std::vector<Partial>& partials) {
  RunFacts facts = partials.front().facts;
  for (const Partial& partial : partials) facts.started_at = std::min(facts.started_at, partial.facts.started_at);
  return facts;
}

}  // namespace qiuhao::audit
