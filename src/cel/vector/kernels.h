// The inner loops: plain spans in, plain spans out, nothing allocated. Compiled for several kinds of processor; the
// best is chosen when the program starts.
#pragma once

#include <cstddef>
#include <cstdint>

#include "cel/parser/tree.h"
#include "cel/vector/bits.h"

namespace qiuhao::cel {

// One bit of each byte (0 is the lowest), one byte a row, to bits. Reads kBatchRows bytes.
void pack(const std::uint8_t* bytes, unsigned bit, std::size_t rows, Bits& bits);
// All bytes or-ed together.
std::uint8_t any_of(const std::uint8_t* bytes, std::size_t rows);

// out[i] = a[i] operation b[i], or operation constant; 0 or 1.
void compare(Operation operation, const std::int64_t* a, const std::int64_t* b, std::size_t rows, std::uint8_t* out);
void compare_constant(Operation operation, const std::int64_t* a, std::int64_t constant, std::size_t rows,
                      std::uint8_t* out);
// The same for the doubles whose bits these are.
void compare_doubles(Operation operation, const std::int64_t* a, const std::int64_t* b, std::size_t rows,
                     std::uint8_t* out);

// out = a + b or a - b; over[i] = 1 where it does not fit.
void add(const std::int64_t* a, const std::int64_t* b, std::size_t rows, std::int64_t* out, std::uint8_t* over);
void subtract(const std::int64_t* a, const std::int64_t* b, std::size_t rows, std::int64_t* out, std::uint8_t* over);
void multiply(const std::int64_t* a, const std::int64_t* b, std::size_t rows, std::int64_t* out, std::uint8_t* over);
// out = a * factor, which is a power of ten.
void scale_up(const std::int64_t* a, std::int64_t factor, std::size_t rows, std::int64_t* out, std::uint8_t* over);

// out[i] = table[codes[i]]
void look_up(const std::uint8_t* table, const std::uint32_t* codes, std::size_t rows, std::uint8_t* out);
// index[i] = index[i] * stride + codes[i]
void add_digit(std::uint32_t* index, std::uint32_t stride, const std::uint32_t* codes, std::size_t rows);

}  // namespace qiuhao::cel
