// Rows of a stream, one or many.
#include "columns/stream.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "base/check.h"
#include "base/day.h"
#include "columns/column.h"

namespace qiuhao {
namespace {

constexpr std::size_t kWordsOfRun = kPackedRunRows / 64;

std::int64_t number_or_zero(const Column* column, RowIndex row) {
  return column != nullptr && column->has(row) ? column->number(row) : 0;
}

// values[i] * others[i] with Shift places dropped, as rounded_product: the power is known to the compiler, which spares
// a division.
template <int Shift>
void multiply(std::int64_t* values, const std::int64_t* others, std::size_t count) {
  constexpr std::int64_t kPower = kPowersOfTen[Shift];
  for (std::size_t index = 0; index < count; ++index) {
    std::int64_t product = 0, sum = 0;
    if (__builtin_mul_overflow(values[index], others[index], &product) ||
        __builtin_add_overflow(product, product < 0 ? -(kPower / 2) : kPower / 2, &sum)) {
      values[index] = rounded_product(values[index], others[index], Shift);
    } else {
      values[index] = sum / kPower;
    }
  }
}

template <int... Shift>
constexpr auto multiplications(std::integer_sequence<int, Shift...>) {
  return std::array{multiply<Shift>...};
}
constexpr auto kMultiply = multiplications(std::make_integer_sequence<int, kMaxScale + 1>());

// std::popcount, which is a call to a library where the compiler may not count on an instruction for it.
std::size_t ones_of(std::uint64_t word) {
  word -= (word >> 1) & 0x5555555555555555;
  word = (word & 0x3333333333333333) + ((word >> 2) & 0x3333333333333333);
  word = (word + (word >> 4)) & 0x0f0f0f0f0f0f0f0f;
  return word * 0x0101010101010101 >> 56;
}

std::int64_t midnight_of(Day day) { return std::int64_t{day} * 86'400 - kShanghaiOffset; }

}  // namespace

// The codes of the rows being read: an amount, its price and what is paid oneself are all guessed from the item.
struct Stream::Codes {
  const Column* of = nullptr;
  std::array<std::uint32_t, kStreamBatch> codes;
};

void Stream::read_numbers(const Column& column, RowIndex first, std::size_t count, std::int64_t* out, Codes& codes) {
  if (column.stream != nullptr)
    column.stream->read(first, count, out, codes);
  else
    column.read(first, count, out);
  if (column.present == nullptr) return;
  for (std::size_t index = 0; index < count; ++index) {
    if (!column.has(first + static_cast<RowIndex>(index))) out[index] = 0;
  }
}

std::size_t Stream::place_of(RowIndex row) const {
  const std::size_t run = row / kPackedRunRows;
  std::size_t place = kept_before[run];
  for (std::size_t word = run * kWordsOfRun; word < row / 64; ++word) place += ones_of(kept[word]);
  return place + ones_of(kept[row / 64] & ((std::uint64_t{1} << (row % 64)) - 1));
}

std::int64_t Stream::guess_at(RowIndex row) const {
  switch (guess) {
    case Guess::nothing: return 0;
    case Guess::constant: return constant;
    case Guess::code: return mapped(of[0]->code_or_none(row));
    case Guess::product:
      return of[0]->has(row) && of[1]->has(row) ? rounded_product(of[0]->number(row), of[1]->number(row), scale_shift)
                                                : 0;
    case Guess::difference: return number_or_zero(of[0], row) - number_or_zero(of[1], row) - number_or_zero(of[2], row);
    case Guess::parent: {
      const RowIndex at = link->index(row);
      return at < parent->rows ? parent->at(at) * factor : 0;
    }
    case Guess::bases: {
      const RowIndex at = link->index(row);
      return at < map.rows ? map.at(at) : 0;
    }
    case Guess::midnight: return of[0]->has(row) ? midnight_of(of[0]->day(row)) : 0;
  }
  return 0;
}

std::int64_t Stream::pieced(RowIndex row) const {
  if (kept != nullptr) return is_kept(row) ? stored(place_of(row)) : guess_at(row);
  return adds ? guess_at(row) + stored(row) : guess_at(row);
}

void Stream::read_stored(std::size_t first, std::size_t count, std::int64_t* out) const {
  values.read(first, count, out);
  if (distinct == nullptr) return;
  for (std::size_t index = 0; index < count; ++index) out[index] = distinct[out[index]];
}

void Stream::read_guess(RowIndex first, std::size_t count, std::int64_t* out) const {
  Codes codes;
  read_guess(first, count, out, codes);
}

void Stream::read_guess(RowIndex first, std::size_t count, std::int64_t* out, Codes& codes) const {
  std::array<std::int64_t, kStreamBatch> other;
  switch (guess) {
    case Guess::nothing: std::fill_n(out, count, 0); return;
    case Guess::constant: std::fill_n(out, count, constant); return;
    case Guess::product:
      read_numbers(*of[0], first, count, out, codes);
      read_numbers(*of[1], first, count, other.data(), codes);
      kMultiply[static_cast<std::size_t>(scale_shift)](out, other.data(), count);
      return;
    case Guess::difference:
      read_numbers(*of[0], first, count, out, codes);
      for (const std::size_t less : {std::size_t{1}, std::size_t{2}}) {
        if (of[less] == nullptr) break;
        read_numbers(*of[less], first, count, other.data(), codes);
        for (std::size_t index = 0; index < count; ++index) out[index] -= other[index];
      }
      return;
    case Guess::code: {
      // A row without a code reads as the number after the last one, which is where the map has what it guesses.
      if (codes.of != of[0]) of[0]->read(first, count, codes.codes.data());
      codes.of = of[0];
      for (std::size_t index = 0; index < count; ++index) out[index] = mapped(codes.codes[index]);
      return;
    }
    case Guess::bases: {
      std::array<std::uint32_t, kStreamBatch> at;
      link->read(first, count, at.data());
      for (std::size_t index = 0; index < count; ++index) out[index] = at[index] < map.rows ? map.at(at[index]) : 0;
      return;
    }
    case Guess::parent: {
      std::array<std::uint32_t, kStreamBatch> at;
      link->read(first, count, at.data());
      // Rows of one parent mostly stand beside each other.
      for (std::size_t index = 0; index < count; ++index) {
        const bool is_same = index > 0 && at[index] == at[index - 1];
        out[index] = is_same ? out[index - 1] : at[index] < parent->rows ? parent->at(at[index]) * factor : 0;
      }
      return;
    }
    case Guess::midnight:
      of[0]->read(first, count, out);
      for (std::size_t index = 0; index < count; ++index) {
        const bool is_known = of[0]->present == nullptr || of[0]->has(first + static_cast<RowIndex>(index));
        out[index] = is_known ? midnight_of(static_cast<Day>(out[index])) : 0;
      }
      return;
  }
}

void Stream::read(RowIndex first, std::size_t count, std::int64_t* out) const {
  CHECK(count <= kStreamBatch);
  Codes codes;
  read(first, count, out, codes);
}

void Stream::read(RowIndex first, std::size_t count, std::int64_t* out, Codes& codes) const {
  if (guess == Guess::nothing && kept == nullptr) return read_stored(first, count, out);
  read_guess(first, count, out, codes);
  if (kept == nullptr && !adds) return;
  std::array<std::int64_t, kStreamBatch> own;
  if (kept == nullptr) {
    read_stored(first, count, own.data());
    for (std::size_t index = 0; index < count; ++index) out[index] += own[index];
    return;
  }
  // The stored values of these rows stand together.
  const std::size_t end = first + count;
  const auto bits_of = [&](std::size_t word) {
    std::uint64_t bits = kept[word];
    if (word == first / 64) bits &= ~std::uint64_t{0} << (first % 64);
    if ((word + 1) * 64 > end) bits &= (std::uint64_t{1} << (end % 64)) - 1;
    return bits;
  };
  std::size_t many = 0;
  for (std::size_t word = first / 64; word * 64 < end; ++word) many += ones_of(bits_of(word));
  if (many == 0) return;
  read_stored(place_of(first), many, own.data());
  const std::int64_t* next = own.data();
  for (std::size_t word = first / 64; word * 64 < end; ++word) {
    for (std::uint64_t bits = bits_of(word); bits != 0; bits &= bits - 1) {
      out[word * 64 + static_cast<std::size_t>(std::countr_zero(bits)) - first] = *next++;
    }
  }
}

void Stream::gather_numbers(const Column& column, std::span<const RowIndex> rows, std::int64_t* out, Codes& codes) {
  if (column.stream != nullptr)
    column.stream->gather(rows, out, codes);
  else
    std::ranges::transform(rows, out, [&](RowIndex row) { return column.number(row); });
  if (column.present == nullptr) return;
  for (std::size_t index = 0; index < rows.size(); ++index) {
    if (!column.has(rows[index])) out[index] = 0;
  }
}

void Stream::gather_guess(std::span<const RowIndex> rows, std::int64_t* out, Codes& codes) const {
  std::array<std::int64_t, kStreamBatch> other;
  switch (guess) {
    case Guess::product:
      gather_numbers(*of[0], rows, out, codes);
      gather_numbers(*of[1], rows, other.data(), codes);
      kMultiply[static_cast<std::size_t>(scale_shift)](out, other.data(), rows.size());
      return;
    case Guess::difference:
      gather_numbers(*of[0], rows, out, codes);
      for (const std::size_t less : {std::size_t{1}, std::size_t{2}}) {
        if (of[less] == nullptr) break;
        gather_numbers(*of[less], rows, other.data(), codes);
        for (std::size_t index = 0; index < rows.size(); ++index) out[index] -= other[index];
      }
      return;
    case Guess::code:
      if (codes.of != of[0]) {
        std::ranges::transform(rows, codes.codes.data(), [&](RowIndex row) { return of[0]->code_or_none(row); });
      }
      codes.of = of[0];
      for (std::size_t index = 0; index < rows.size(); ++index) out[index] = mapped(codes.codes[index]);
      return;
    case Guess::parent: {
      RowIndex last = kNoRow;
      std::int64_t of_last = 0;
      for (std::size_t index = 0; index < rows.size(); ++index) {
        const RowIndex at = link->index(rows[index]);
        if (index == 0 || at != last) of_last = at < parent->rows ? parent->at(at) * factor : 0;
        out[index] = of_last;
        last = at;
      }
      return;
    }
    default: std::ranges::transform(rows, out, [&](RowIndex row) { return guess_at(row); });
  }
}

void Stream::gather(std::span<const RowIndex> rows, std::int64_t* out) const {
  CHECK(rows.size() <= kStreamBatch);
  Codes codes;
  gather(rows, out, codes);
}

void Stream::gather(std::span<const RowIndex> rows, std::int64_t* out, Codes& codes) const {
  if (kept == nullptr && (guess == Guess::nothing || adds)) {
    if (guess != Guess::nothing) gather_guess(rows, out, codes);
    for (std::size_t index = 0; index < rows.size(); ++index) {
      out[index] = stored(rows[index]) + (guess == Guess::nothing ? 0 : out[index]);
    }
    return;
  }
  gather_guess(rows, out, codes);
  if (kept == nullptr) return;
  // Told apart first, so that looking values up does not wait for it.
  std::array<std::uint16_t, kStreamBatch> wrong;
  std::size_t count = 0;
  for (std::size_t index = 0; index < rows.size(); ++index) {
    wrong[count] = static_cast<std::uint16_t>(index);
    count += is_kept(rows[index]) ? 1 : 0;
  }
  for (std::size_t at = 0; at < count; ++at) out[wrong[at]] = stored(place_of(rows[wrong[at]]));
}

}  // namespace qiuhao
