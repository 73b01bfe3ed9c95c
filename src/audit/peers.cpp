// Collecting on threads; sums are exact, so the order in which they are merged does not show.
#include "audit/peers.h"

namespace qiuhao::audit {

std::shared_ptr<const rules::PeerSums> collect_peers(const rules::Plan& plan,
                                                     std::span<const rules::PartPlan* const> part_plans,
                                                     const std::vector<Chunk>& chunks,
                                                     const std::vector<claims::Part>& parts,
                                                     const AuditOptions& options, LineCount& count) {
  if (plan.rules_of(rules::Grain::provider_period).empty()) return nullptr;
  std::vector<rules::PeerSums> of_thread(threads_of(options, chunks.size()));
  run_chunks(chunks, parts, options, count, [&](std::size_t number, std::size_t thread) {
    const Chunk& chunk = chunks[number];
    rules::PeerCollector collector(*part_plans[chunk.part], chunk.part);
    const ShardFilter shard(options.shard, parts[chunk.part], plan.fields().person_id);
    for (RowIndex person = chunk.people.begin; person < chunk.people.end; ++person) {
      if (shard.has(person)) collector.add_person(person);
    }
    of_thread[thread].merge(std::move(collector.sums));
  });
  auto all = std::make_shared<rules::PeerSums>();
  for (rules::PeerSums& sums : of_thread) all->merge(std::move(sums));
  return all;
}

std::shared_ptr<const rules::PeerTable> collect_peers(const claims::Tape& tape, const rules::Plan& plan) {
  std::deque<rules::PartPlan> laid;
  std::vector<const rules::PartPlan*> part_plans;
  for (const claims::Part& part : tape.parts()) part_plans.push_back(&laid.emplace_back(plan, part));
  const AuditOptions options;
  LineCount count(options, tape.lines());
  const auto sums = collect_peers(plan, part_plans, make_chunks(tape.parts()), tape.parts(), options, count);
  return sums == nullptr ? nullptr : std::make_shared<const rules::PeerTable>(plan, *sums);
}

std::string group_text(const rules::PeerKey& key) {
  std::string text;
  for (const std::string& value : key.group) text += (text.empty() ? "" : " | ") + value;
  return text;
}

}  // namespace qiuhao::audit
