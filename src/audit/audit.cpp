// An audit: people judged on threads, what peers need added up beside, results put together in order, so that threads
// never show.
#include "audit/audit.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <deque>

#include "audit/chunks.h"
#include "audit/judge_people.h"
#include "audit/reduce.h"

namespace qiuhao::audit {

std::span<const RowIndex> lines_of(const std::vector<Finding>& findings, const std::vector<Blame>& blames,
                                   const std::vector<RowIndex>& blamed_lines, std::size_t number) {
  const auto blame = std::lower_bound(blames.begin(), blames.end(), number,
                                      [](const Blame& entry, std::size_t wanted) { return entry.finding < wanted; });
  if (blame == blames.end() || blame->finding != number) return {&findings[number].row, 1};
  return std::span(blamed_lines).subspan(blame->begin, blame->count);
}

std::size_t AuditResult::undecided_count() const {
  std::size_t count = 0;
  for (const RuleSummary& rule : rules) count += rule.undecided;
  return count;
}

std::span<const RowIndex> AuditResult::lines_of(const Finding& finding) const {
  CHECK(&finding >= findings.data() && &finding < findings.data() + findings.size());
  return audit::lines_of(findings, blames, blamed_lines, static_cast<std::size_t>(&finding - findings.data()));
}

namespace {

// Those of the shard asked for.
void count_people(const claims::Tape& tape, const std::deque<PartScope>& scopes, AuditResult& result) {
  const auto& parts = tape.parts();
  for (std::size_t number = 0; number < parts.size(); ++number) {
    if (!result.options.shard && tape.manifest().parts[number].gone_people == 0) {
      result.people += parts[number].rows(claims::Entity::person);
      result.visits += parts[number].rows(claims::Entity::visit);
      continue;
    }
    const auto people = static_cast<RowIndex>(parts[number].rows(claims::Entity::person));
    for (RowIndex person = 0; person < people; ++person) {
      if (!scopes[number].person_counts(person)) continue;
      const claims::Range visits = parts[number].range(claims::Link::person_visits, person);
      ++result.people;
      result.visits += visits.end - visits.begin;
    }
  }
}

// What one thread keeps from chunk to chunk.
class Worker {
 public:
  Worker(const rules::Plan& plan, std::span<const claims::Part> parts, const FilterPrograms& programs)
      : programs_(programs), totals_(plan, parts) {}

  void work(const PartScope& scope, claims::Range people, ChunkResult& result) {
    if (scope_ != &scope) stand_on(scope);
    judge_->judge(people, result, totals_.of(scope.number()));
    if (!judge_->add_run_to(*collector_)) collector_->add_people(judge_->people());
  }
  Totals& totals() { return totals_; }
  rules::PeerSums take_peers() { return peers_.take(); }

 private:
  void stand_on(const PartScope& scope) {
    scope_ = &scope;
    judge_ = std::make_unique<PeopleJudge>(scope, programs_);
    collector_ = std::make_unique<rules::PeerCollector>(scope.plan(), scope.number(), peers_);
  }

  const FilterPrograms& programs_;
  Totals totals_;
  const PartScope* scope_ = nullptr;  // of the part at hand
  rules::PeerCells peers_;
  std::unique_ptr<PeopleJudge> judge_;
  std::unique_ptr<rules::PeerCollector> collector_;
};

}  // namespace

Result<AuditResult> run_audit(const claims::Tape& tape, std::shared_ptr<const rules::Plan> plan,
                              const AuditOptions& options) {
  if (options.from != kNoDay && options.to != kNoDay && options.from > options.to) {
    return usage_error("bad_period", fmt::format("the period ends ({}) before it begins ({})", format_day(options.to),
                                                 format_day(options.from)));
  }
  const auto start = std::chrono::steady_clock::now();
  std::deque<PartScope> scopes;
  std::vector<const rules::PartPlan*> part_plans;
  for (const claims::Part& part : tape.parts()) {
    scopes.emplace_back(*plan, part, static_cast<std::uint16_t>(scopes.size()), options);
    part_plans.push_back(&scopes.back().plan());
  }
  const FilterPrograms programs(*plan);
  const std::vector<Chunk> chunks = make_chunks(tape.parts());
  LineCount count(options, tape.lines());

  AuditResult result;
  result.options = options;
  result.plan = plan;
  result.generation = tape.manifest().generation;
  count_people(tape, scopes, result);
  std::vector<ChunkResult> found(chunks.size() + 1);
  std::deque<Worker> workers;
  for (std::size_t thread = 0; thread < threads_of(options, chunks.size()); ++thread) {
    workers.emplace_back(*plan, tape.parts(), programs);
  }
  for (const PartScope& scope : scopes) scope.add_sums_to(workers.front().totals().of(scope.number()));
  run_chunks(chunks, tape.parts(), options, count, [&](std::size_t number, std::size_t thread) {
    workers[thread].work(scopes[chunks[number].part], chunks[number].people, found[number]);
  });
  if (options.stop != nullptr && *options.stop)
    return system_error("interrupted", "the audit was interrupted; nothing was written");
  if (!plan->rules_of(rules::Grain::provider_period).empty()) {
    auto sums = std::make_shared<rules::PeerSums>();
    for (Worker& worker : workers) sums->merge(worker.take_peers());
    if (options.shard) {
      result.peer_sums = std::move(sums);
    } else {
      result.peers = std::make_shared<const rules::PeerTable>(*plan, *sums);
      judge_months(*result.peers, part_plans, options, found.back(), workers.front().totals());
    }
  }

  Reducer reducer(tape, *plan, result);
  for (ChunkResult& chunk : found) {
    reducer.add(chunk);
    chunk = {};
  }
  for (Worker& worker : workers) reducer.add(worker.totals());
  reducer.finish();
  result.lacking = lacking_parameters(result, tape.parts());
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return result;
}

}  // namespace qiuhao::audit
