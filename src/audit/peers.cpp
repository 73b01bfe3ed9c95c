// Collecting on threads; sums are exact, so the order in which they are merged does not show.
#include "audit/peers.h"

#include <deque>
#include <numeric>

#include "audit/chunks.h"

namespace qiuhao::audit {

std::shared_ptr<const rules::PeerTable> collect_peers(const claims::Tape& tape, const rules::Plan& plan) {
  if (plan.rules_of(rules::Grain::provider_period).empty()) return nullptr;
  std::deque<rules::PartPlan> laid;
  for (const claims::Part& part : tape.parts()) laid.emplace_back(plan, part);
  const AuditOptions options;
  LineCount count(options, tape.lines());
  const std::vector<Chunk> chunks = make_chunks(tape.parts());
  std::vector<rules::PeerCells> of_thread(threads_of(options, chunks.size()));
  run_chunks(chunks, tape.parts(), options, count, [&](std::size_t number, std::size_t thread) {
    const Chunk& chunk = chunks[number];
    rules::PeerCollector collector(laid[chunk.part], chunk.part, of_thread[thread]);
    std::vector<RowIndex> people(chunk.people.end - chunk.people.begin);
    std::iota(people.begin(), people.end(), chunk.people.begin);
    collector.add_people(people);
  });
  rules::PeerSums all;
  for (rules::PeerCells& cells : of_thread) all.merge(cells.take());
  return std::make_shared<const rules::PeerTable>(plan, all);
}

std::string group_text(const rules::PeerKey& key) {
  std::string text;
  for (const std::string& value : key.group) text += (text.empty() ? "" : " | ") + value;
  return text;
}

}  // namespace qiuhao::audit
