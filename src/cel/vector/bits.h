// A bit for each row of a batch.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace qiuhao::cel {

inline constexpr std::size_t kBatchRows = 2'048;
inline constexpr std::size_t kBatchWords = kBatchRows / 64;

struct Bits {
  std::array<std::uint64_t, kBatchWords> words{};

  static Bits first(std::size_t rows) {
    Bits bits;
    for (std::size_t word = 0; word < kBatchWords; ++word) {
      const std::size_t begin = word * 64;
      if (rows >= begin + 64)
        bits.words[word] = ~std::uint64_t{0};
      else if (rows > begin)
        bits.words[word] = (std::uint64_t{1} << (rows - begin)) - 1;
    }
    return bits;
  }
  bool has(std::size_t row) const { return ((words[row / 64] >> (row % 64)) & 1) != 0; }
  void set(std::size_t row) { words[row / 64] |= std::uint64_t{1} << (row % 64); }
  bool any() const {
    std::uint64_t all = 0;
    for (const std::uint64_t word : words) all |= word;
    return all != 0;
  }
  std::size_t count() const {
    std::size_t sum = 0;
    for (const std::uint64_t word : words) sum += static_cast<std::size_t>(std::popcount(word));
    return sum;
  }
  // Calls use(row) for each row in ascending order.
  template <typename Use>
  void each(Use use) const {
    for (std::size_t word = 0; word < kBatchWords; ++word) {
      for (std::uint64_t rest = words[word]; rest != 0; rest &= rest - 1) {
        use(word * 64 + static_cast<std::size_t>(std::countr_zero(rest)));
      }
    }
  }
  bool operator==(const Bits&) const = default;
};

inline Bits operator&(Bits a, const Bits& b) {
  for (std::size_t word = 0; word < kBatchWords; ++word) a.words[word] &= b.words[word];
  return a;
}
inline Bits operator|(Bits a, const Bits& b) {
  for (std::size_t word = 0; word < kBatchWords; ++word) a.words[word] |= b.words[word];
  return a;
}
// The rows of a that are not in b.
inline Bits without(Bits a, const Bits& b) {
  for (std::size_t word = 0; word < kBatchWords; ++word) a.words[word] &= ~b.words[word];
  return a;
}

}  // namespace qiuhao::cel
