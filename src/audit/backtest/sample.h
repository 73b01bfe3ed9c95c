// A random sample of the findings that a backtest moves: those whose hash with the seed is least. It depends on the
// seed and the findings alone, not on threads or parts, so the same call gives the same sample.
#pragma once

#include <array>
#include <vector>

#include "audit/backtest/match.h"

namespace qiuhao::audit {

struct Sampled {
  Change change = Change::added;
  std::uint64_t priority = 0;
  Finding before;  // of findings that are gone or changed
  Finding after;   // of those that are new or changed
  std::vector<RowIndex> before_lines;
  std::vector<RowIndex> after_lines;
};

// One thread's; those of threads add up.
class Sampler {
 public:
  // At most so many of each: new, gone, changed.
  Sampler(std::size_t most, std::uint64_t seed) : most_(most), seed_(seed) {}
  void offer(const Match& match, const ChunkResult& before, const ChunkResult& after);
  void add(Sampler& other);
  // New, then gone, then changed; in each the least hash first.
  std::vector<Sampled> take();

 private:
  void keep(Sampled sampled);

  std::size_t most_;
  std::uint64_t seed_;
  std::array<std::vector<Sampled>, kChanges> kept_;  // heaps, the largest on top
};

}  // namespace qiuhao::audit
