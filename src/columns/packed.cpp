// Packing, and unpacking in bulk with the width known to the compiler.
#include "columns/packed.h"

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

namespace qiuhao {
namespace {

constexpr std::uint32_t kMostOddWidth = 56;  // 56 bits begun at any bit of a byte lie within 8 bytes

std::uint32_t width_of(std::uint64_t range) {
  const auto width = static_cast<std::uint32_t>(std::bit_width(range));
  return width > kMostOddWidth ? 64 : width;
}

std::pair<std::int64_t, std::int64_t> extremes(std::span<const std::int64_t> values) {
  const auto [least, greatest] = std::ranges::minmax(values);
  return {least, greatest};
}

PackedRun run_of(std::span<const std::int64_t> values) {
  const auto [least, greatest] = extremes(values);
  return {least, 0, width_of(static_cast<std::uint64_t>(greatest) - static_cast<std::uint64_t>(least))};
}

std::size_t run_bytes(std::uint32_t width, std::size_t rows) { return (width * rows + 7) / 8; }

// Eight values of W bits begin at a whole byte, so their places are known to the compiler.
template <typename Number, unsigned W>
void unpack(const std::uint8_t* from, std::int64_t base, std::size_t count, Number* out) {
  constexpr std::uint64_t kMask = W == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << (W % 64)) - 1;
  const auto value = [&](std::size_t index) {
    std::uint64_t word = 0;
    std::memcpy(&word, from + index * W / 8, 8);
    return static_cast<Number>(static_cast<std::uint64_t>(base) + ((word >> (index * W % 8)) & kMask));
  };
  std::size_t done = 0;
  for (; done + 8 <= count; done += 8, from += W) {
#pragma GCC unroll 8
    for (std::size_t index = 0; index < 8; ++index) out[done + index] = value(index);
  }
  for (std::size_t index = 0; done < count; ++done, ++index) out[done] = value(index);
}

template <typename Number>
using Unpack = void (*)(const std::uint8_t*, std::int64_t, std::size_t, Number*);

template <typename Number, std::size_t... W>
constexpr std::array<Unpack<Number>, 65> unpackers(std::index_sequence<W...>) {
  return {unpack<Number, W>...};
}

template <typename Number>
constexpr std::array<Unpack<Number>, 65> kUnpack = unpackers<Number>(std::make_index_sequence<65>());

void put_bits(std::uint8_t* to, std::size_t bit, std::uint32_t width, std::uint64_t value) {
  for (std::uint32_t done = 0; done < width;) {
    const std::size_t at = bit + done;
    const auto room = static_cast<std::uint32_t>(8 - at % 8);
    to[at / 8] = static_cast<std::uint8_t>(to[at / 8] | ((value >> done) << (at % 8)));
    done += room;
  }
}

}  // namespace

template <typename Number>
void Packed::read_as(std::size_t first, std::size_t count, Number* out) const {
  while (count > 0) {
    const PackedRun& run = runs[first / kPackedRunRows];
    std::size_t in_run = first % kPackedRunRows;
    const std::size_t many = std::min(count, kPackedRunRows - in_run);
    std::size_t done = 0;
    // Up to the next whole byte one by one.
    for (; done < many && in_run % 8 != 0; ++done, ++in_run) out[done] = static_cast<Number>(at(first + done));
    if (done < many) {
      kUnpack<Number>[run.width](bytes + run.offset + in_run * run.width / 8, run.base, many - done, out + done);
    }
    first += many;
    out += many;
    count -= many;
  }
}

void Packed::read(std::size_t first, std::size_t count, std::int64_t* out) const { read_as(first, count, out); }
void Packed::read(std::size_t first, std::size_t count, std::uint32_t* out) const { read_as(first, count, out); }

PackedBytes pack(std::span<const std::int64_t> values) {
  PackedBytes packed;
  packed.rows = values.size();
  packed.runs.reserve(packed_runs(values.size()));
  for (std::size_t begin = 0; begin < values.size(); begin += kPackedRunRows) {
    const auto of_run = values.subspan(begin, std::min(kPackedRunRows, values.size() - begin));
    PackedRun run = run_of(of_run);
    run.offset = static_cast<std::uint32_t>(packed.bytes.size());
    packed.runs.push_back(run);
    if (run.width == 0) continue;
    packed.bytes.resize(packed.bytes.size() + run_bytes(run.width, of_run.size()));
    std::uint8_t* to = packed.bytes.data() + run.offset;
    for (std::size_t index = 0; index < of_run.size(); ++index) {
      const std::uint64_t value = static_cast<std::uint64_t>(of_run[index]) - static_cast<std::uint64_t>(run.base);
      put_bits(to, index * run.width, run.width, value);
    }
  }
  packed.bytes.resize(packed.bytes.size() + kPackedTail);
  return packed;
}

std::size_t packed_size(std::span<const std::int64_t> values) {
  std::size_t bytes = kPackedTail;
  for (std::size_t begin = 0; begin < values.size(); begin += kPackedRunRows) {
    const auto of_run = values.subspan(begin, std::min(kPackedRunRows, values.size() - begin));
    bytes += sizeof(PackedRun) + run_bytes(run_of(of_run).width, of_run.size());
  }
  return bytes;
}

bool is_sound(std::span<const PackedRun> runs, std::size_t bytes, std::size_t rows) {
  if (runs.size() != packed_runs(rows) || bytes < kPackedTail) return false;
  for (std::size_t index = 0; index < runs.size(); ++index) {
    const std::size_t in_run = std::min(kPackedRunRows, rows - index * kPackedRunRows);
    if (runs[index].width > 64 || (runs[index].width > kMostOddWidth && runs[index].width != 64)) return false;
    if (runs[index].offset + run_bytes(runs[index].width, in_run) > bytes - kPackedTail) return false;
  }
  return true;
}

}  // namespace qiuhao
