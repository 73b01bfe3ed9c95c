// Loops that the compiler turns into vector instructions.
#include "cel/vector/kernels.h"

#include <bit>
#include <cstring>

#include "base/check.h"

#if defined(__GNUC__) && !defined(__clang__) && defined(__x86_64__) && !defined(__SANITIZE_ADDRESS__) && \
    !defined(__SANITIZE_THREAD__)
#define QIUHAO_CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define QIUHAO_CLONES
#endif

namespace qiuhao::cel {

QIUHAO_CLONES void pack(const std::uint8_t* bytes, unsigned bit, std::size_t rows, Bits& bits) {
  for (std::size_t word = 0; word < kBatchWords; ++word) {
    std::uint64_t packed = 0;
    for (std::size_t eighth = 0; eighth < 8; ++eighth) {
      std::uint64_t eight = 0;
      std::memcpy(&eight, bytes + word * 64 + eighth * 8, 8);
      // Gathers the lowest bit of each byte in the highest byte.
      packed |= ((((eight >> bit) & 0x0101010101010101) * 0x0102040810204080) >> 56) << (eighth * 8);
    }
    bits.words[word] = packed;
  }
  bits = bits & Bits::first(rows);
}

namespace {

template <typename Holds>
[[gnu::always_inline]] inline void tell(std::size_t rows, std::uint8_t* out, Holds holds) {
  for (std::size_t row = 0; row < rows; ++row) out[row] = static_cast<std::uint8_t>(holds(row) ? 1 : 0);
}

// Both sides are functions of the row.
template <typename Left, typename Right>
[[gnu::always_inline]] inline void compare_sides(Operation operation, Left left, Right right, std::size_t rows,
                                                 std::uint8_t* out) {
  switch (operation) {
    case Operation::equal: return tell(rows, out, [=](std::size_t row) { return left(row) == right(row); });
    case Operation::not_equal: return tell(rows, out, [=](std::size_t row) { return left(row) != right(row); });
    case Operation::less: return tell(rows, out, [=](std::size_t row) { return left(row) < right(row); });
    case Operation::less_equal: return tell(rows, out, [=](std::size_t row) { return left(row) <= right(row); });
    case Operation::greater: return tell(rows, out, [=](std::size_t row) { return left(row) > right(row); });
    case Operation::greater_equal: return tell(rows, out, [=](std::size_t row) { return left(row) >= right(row); });
    default: CHECK_NOTE(false, "no comparison");
  }
}

}  // namespace

QIUHAO_CLONES void compare(Operation operation, const std::int64_t* a, const std::int64_t* b, std::size_t rows,
                           std::uint8_t* out) {
  const auto left = [=](std::size_t row) { return a[row]; };
  const auto right = [=](std::size_t row) { return b[row]; };
  compare_sides(operation, left, right, rows, out);
}

QIUHAO_CLONES void compare_constant(Operation operation, const std::int64_t* a, std::int64_t constant, std::size_t rows,
                                    std::uint8_t* out) {
  const auto left = [=](std::size_t row) { return a[row]; };
  const auto right = [=](std::size_t) { return constant; };
  compare_sides(operation, left, right, rows, out);
}

void compare_doubles(Operation operation, const std::int64_t* a, const std::int64_t* b, std::size_t rows,
                     std::uint8_t* out) {
  const auto left = [=](std::size_t row) { return std::bit_cast<double>(a[row]); };
  const auto right = [=](std::size_t row) { return std::bit_cast<double>(b[row]); };
  compare_sides(operation, left, right, rows, out);
}

QIUHAO_CLONES void add(const std::int64_t* a, const std::int64_t* b, std::size_t rows, std::int64_t* out,
                       std::uint8_t* over) {
  for (std::size_t row = 0; row < rows; ++row) {
    const auto x = static_cast<std::uint64_t>(a[row]), y = static_cast<std::uint64_t>(b[row]), sum = x + y;
    out[row] = static_cast<std::int64_t>(sum);
    over[row] = static_cast<std::uint8_t>(((x ^ sum) & (y ^ sum)) >> 63);
  }
}

QIUHAO_CLONES void subtract(const std::int64_t* a, const std::int64_t* b, std::size_t rows, std::int64_t* out,
                            std::uint8_t* over) {
  for (std::size_t row = 0; row < rows; ++row) {
    const auto x = static_cast<std::uint64_t>(a[row]), y = static_cast<std::uint64_t>(b[row]), rest = x - y;
    out[row] = static_cast<std::int64_t>(rest);
    over[row] = static_cast<std::uint8_t>(((x ^ y) & (x ^ rest)) >> 63);
  }
}

// Factors that fit 32 bits, as nearly all do, cannot overflow; the rest is told from the high half of the product.
QIUHAO_CLONES void multiply(const std::int64_t* a, const std::int64_t* b, std::size_t rows, std::int64_t* out,
                            std::uint8_t* over) {
  std::uint64_t large = 0;
  for (std::size_t row = 0; row < rows; ++row) {
    const auto x = static_cast<std::uint64_t>(a[row]), y = static_cast<std::uint64_t>(b[row]);
    large |= ((x + 0x80000000) | (y + 0x80000000)) >> 32;
    out[row] = static_cast<std::int64_t>(x * y);
    over[row] = 0;
  }
  if (large == 0) return;
  for (std::size_t row = 0; row < rows; ++row) {
    over[row] = static_cast<std::uint8_t>(__builtin_mul_overflow(a[row], b[row], &out[row]) ? 1 : 0);
  }
}

QIUHAO_CLONES void scale_up(const std::int64_t* a, std::int64_t factor, std::size_t rows, std::int64_t* out,
                            std::uint8_t* over) {
  const std::int64_t most = INT64_MAX / factor;
  for (std::size_t row = 0; row < rows; ++row) {
    out[row] = static_cast<std::int64_t>(static_cast<std::uint64_t>(a[row]) * static_cast<std::uint64_t>(factor));
    over[row] = static_cast<std::uint8_t>((a[row] > most ? 1 : 0) | (a[row] < -most ? 1 : 0));
  }
}

void look_up(const std::uint8_t* table, const std::uint32_t* codes, std::size_t rows, std::uint8_t* out) {
  for (std::size_t row = 0; row < rows; ++row) out[row] = table[codes[row]];
}

QIUHAO_CLONES void add_digit(std::uint32_t* index, std::uint32_t stride, const std::uint32_t* codes, std::size_t rows) {
  for (std::size_t row = 0; row < rows; ++row) index[row] = index[row] * stride + codes[row];
}

QIUHAO_CLONES std::uint8_t any_of(const std::uint8_t* bytes, std::size_t rows) {
  std::uint8_t all = 0;
  for (std::size_t row = 0; row < rows; ++row) all = static_cast<std::uint8_t>(all | bytes[row]);
  return all;
}

}  // namespace qiuhao::cel
