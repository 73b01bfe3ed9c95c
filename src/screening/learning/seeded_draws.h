// Draws that a seed decides, the same on every machine: SplitMix64 (G. L. Steele, D. Lea, C. H. Flood, Fast splittable
// pseudorandom number generators, OOPSLA 2014). For folds, resamples and trees; not for secrets.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

namespace qiuhao::screening {

class SeededDraws {
 public:
  explicit SeededDraws(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    std::uint64_t z = state_ += 0x9e3779b97f4a7c15ULL;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
  }
  // 0 up to, without, 1; 53 bits.
  double unit() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }
  // 0 up to, without, `bound`, which is above 0. Draws that would favour some values are thrown away.
  std::size_t below(std::size_t bound) {
    const std::uint64_t unfair = (0 - std::uint64_t{bound}) % bound;
    std::uint64_t drawn = next();
    while (drawn < unfair) drawn = next();
    return drawn % bound;
  }
  template <typename T>
  void shuffle(std::span<T> items) {
    for (std::size_t left = items.size(); left > 1; --left) std::swap(items[left - 1], items[below(left)]);
  }

 private:
  std::uint64_t state_;
};

}  // namespace qiuhao::screening
