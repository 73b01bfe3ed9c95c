// A small deterministic random source (splitmix64): the same seed gives the same city on every machine and release,
// which the distributions of the standard library do not promise.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "base/check.h"

namespace qiuhao::simulate {

class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    state_ += 0x9e3779b97f4a7c15ULL;
    std::uint64_t x = state_;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
    return x ^ (x >> 31);
  }

  // 0 … bound - 1; the bias of the multiplication is below 2^-32 for the small bounds used here.
  int below(int bound) {
    CHECK(bound > 0);
    return static_cast<int>((next() >> 32) * static_cast<std::uint64_t>(bound) >> 32);
  }
  int between(int low, int high) { return low + below(high - low + 1); }  // both ends included
  bool chance(int per_thousand) { return below(1000) < per_thousand; }
  bool chance_in_100000(int parts) { return below(100'000) < parts; }

  template <typename T>
  const T& pick(std::span<const T> choices) {
    return choices[static_cast<std::size_t>(below(static_cast<int>(choices.size())))];
  }

 private:
  std::uint64_t state_;
};

}  // namespace qiuhao::simulate
