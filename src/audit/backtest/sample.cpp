// The least hashes, in heaps.
#include "audit/backtest/sample.h"

#include <algorithm>

namespace qiuhao::audit {
namespace {

bool is_before(const Sampled& a, const Sampled& b) { return a.priority < b.priority; }

}  // namespace

void Sampler::offer(const Match& match, const ChunkResult& before, const ChunkResult& after) {
  if (match.change == Change::same || most_ == 0) return;
  const Hash128 id = match.after != kNoFinding ? after.findings[match.after].id : before.findings[match.before].id;
  const std::uint64_t priority = mix(mix(mix(seed_, id.high), id.low), id.high >> 1);
  const auto& heap = kept_[static_cast<std::size_t>(match.change)];
  if (heap.size() == most_ && priority >= heap.front().priority) return;
  Sampled sampled;
  sampled.change = match.change;
  sampled.priority = priority;
  if (match.before != kNoFinding) {
    sampled.before = before.findings[match.before];
    const auto lines = before.lines_of(match.before);
    sampled.before_lines.assign(lines.begin(), lines.end());
  }
  if (match.after != kNoFinding) {
    sampled.after = after.findings[match.after];
    const auto lines = after.lines_of(match.after);
    sampled.after_lines.assign(lines.begin(), lines.end());
  }
  keep(std::move(sampled));
}

void Sampler::keep(Sampled sampled) {
  auto& heap = kept_[static_cast<std::size_t>(sampled.change)];
  if (heap.size() == most_) {
    if (sampled.priority >= heap.front().priority) return;
    std::pop_heap(heap.begin(), heap.end(), is_before);
    heap.pop_back();
  }
  heap.push_back(std::move(sampled));
  std::push_heap(heap.begin(), heap.end(), is_before);
}

void Sampler::add(Sampler& other) {
  for (auto& heap : other.kept_) {
    for (Sampled& sampled : heap) keep(std::move(sampled));
    heap.clear();
  }
}

std::vector<Sampled> Sampler::take() {
  std::vector<Sampled> all;
  for (auto& heap : kept_) {
    std::ranges::sort(heap, is_before);
    for (Sampled& sampled : heap) all.push_back(std::move(sampled));
    heap.clear();
  }
  return all;
}

}  // namespace qiuhao::audit
