// Integers in few bits: runs of 256 rows, each with its least value and the width that the rest needs. Any row is read
// in a few instructions, so nothing is ever unpacked to be looked at.
#pragma once

#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

#include "columns/row_index.h"

namespace qiuhao {

inline constexpr std::size_t kPackedRunRows = 256;
inline constexpr std::size_t kPackedTail = 8;  // zero bytes behind the last run, so that 8 bytes can always be loaded

// As it lies on disk, little-endian: value = base + the row's `width` bits at `offset` bytes. Width 0: all are base.
struct PackedRun {
  std::int64_t base = 0;
  std::uint32_t offset = 0;
  std::uint32_t width = 0;  // 0 … 56, or 64
};
static_assert(sizeof(PackedRun) == 16);

// A view; whoever maps or builds the bytes keeps them.
struct Packed {
  const PackedRun* runs = nullptr;
  const std::uint8_t* bytes = nullptr;
  std::size_t rows = 0;

  std::int64_t at(std::size_t row) const {
    const PackedRun& run = runs[row / kPackedRunRows];
    const std::size_t bit = row % kPackedRunRows * run.width;
    std::uint64_t word = 0;
    std::memcpy(&word, bytes + run.offset + bit / 8, 8);
    const std::uint64_t mask = run.width == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << run.width) - 1;
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(run.base) + ((word >> (bit % 8)) & mask));
  }
  // Rows first, first + 1, …; as u32 what is known to be below 2^32.
  void read(std::size_t first, std::size_t count, std::int64_t* out) const;
  void read(std::size_t first, std::size_t count, std::uint32_t* out) const;

 private:
  template <typename Number>
  void read_as(std::size_t first, std::size_t count, Number* out) const;
};

// What a Packed looks at.
struct PackedBytes {
  std::vector<PackedRun> runs;
  std::vector<std::uint8_t> bytes;
  std::size_t rows = 0;

  Packed view() const { return {runs.data(), bytes.data(), rows}; }
  std::size_t size() const { return runs.size() * sizeof(PackedRun) + bytes.size(); }
};

PackedBytes pack(std::span<const std::int64_t> values);
// Bytes that pack would need.
std::size_t packed_size(std::span<const std::int64_t> values);
// Runs that a row count needs.
inline std::size_t packed_runs(std::size_t rows) { return (rows + kPackedRunRows - 1) / kPackedRunRows; }
// Whether runs stay within `bytes` bytes, the tail counted: what a reader of a file checks.
bool is_sound(std::span<const PackedRun> runs, std::size_t bytes, std::size_t rows);

}  // namespace qiuhao
