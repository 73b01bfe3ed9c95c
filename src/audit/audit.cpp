// An audit: the pass for peers where a rule needs it, people judged on threads, results put together in order, so that
// threads never show.
#include "audit/audit.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <deque>

#include "audit/chunks.h"
#include "audit/judge_people.h"
#include "audit/peers.h"
#include "audit/reduce.h"

namespace qiuhao::audit {

std::span<const RowIndex> AuditResult::lines_of(const Finding& finding) const {
  CHECK(&finding >= findings.data() && &finding < findings.data() + findings.size());
  const auto number = static_cast<std::uint32_t>(&finding - findings.data());
  const auto blame = std::lower_bound(blames.begin(), blames.end(), number,
                                      [](const Blame& entry, std::uint32_t wanted) { return entry.finding < wanted; });
  if (blame == blames.end() || blame->finding != number) return {&finding.row, 1};
  return std::span(blamed_lines).subspan(blame->begin, blame->count);
}

namespace {

// Those of the shard asked for.
void count_people(const std::vector<claims::Part>& parts, const std::deque<PartScope>& scopes, AuditResult& result) {
  for (std::size_t number = 0; number < parts.size(); ++number) {
    const auto people = static_cast<RowIndex>(parts[number].rows(claims::Entity::person));
    for (RowIndex person = 0; person < people; ++person) {
      if (!scopes[number].person_counts(person)) continue;
      const claims::Range visits = parts[number].range(claims::Link::person_visits, person);
      ++result.people;
      result.visits += visits.end - visits.begin;
    }
  }
}

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
  const std::vector<Chunk> chunks = make_chunks(tape.parts());
  const bool has_peers = !plan->rules_of(rules::Grain::provider_period).empty();
  LineCount count(options, tape.lines() * (has_peers ? 2 : 1));  // the tape is read twice then

  AuditResult result;
  result.options = options;
  result.plan = plan;
  result.generation = tape.manifest().generation;
  count_people(tape.parts(), scopes, result);
  result.peer_sums = collect_peers(*plan, part_plans, chunks, tape.parts(), options, count);
  std::vector<ChunkResult> found(chunks.size() + 1);
  std::vector<Totals> totals;
  for (std::size_t thread = 0; thread < threads_of(options, chunks.size()); ++thread) {
    totals.emplace_back(*plan, tape.parts());
  }
  run_chunks(chunks, tape.parts(), options, count, [&](std::size_t number, std::size_t thread) {
    const std::uint16_t part = chunks[number].part;
    judge_people(scopes[part], chunks[number].people, found[number], totals[thread].of(part));
  });
  if (options.stop != nullptr && *options.stop)
    return system_error("interrupted", "the audit was interrupted; nothing was written");
  if (has_peers && !options.shard) {
    result.peers = std::make_shared<const rules::PeerTable>(*plan, *result.peer_sums);
    result.peer_sums = nullptr;
    judge_months(*result.peers, part_plans, options, found.back(), totals.front());
  }

  Reducer reducer(tape, *plan, result);
  for (ChunkResult& chunk : found) {
    reducer.add(chunk);
    chunk = {};
  }
  for (Totals& of_thread : totals) reducer.add(of_thread);
  reducer.finish();
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return result;
}

}  // namespace qiuhao::audit
