// A stream: one integer for each row of a table, held as few bits as its neighbours allow. What other columns tell of a
// value (the name of an item its code, an amount its quantity and price) is not stored again: the stream holds a guess
// and either the rows where the guess is wrong, or what is to be added to it.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "base/decimal.h"
#include "columns/packed.h"
#include "columns/row_index.h"

namespace qiuhao {

struct Column;
struct Stream;

// Where a guess comes from. Rows of which it cannot be said give 0.
enum class Guess : std::uint8_t {
  nothing = 0,   // every row's value is stored
  constant = 1,  // `constant`
  code = 2,      // map[code of of[0]]; a row without a code has the last entry
  product = 3,   // of[0] * of[1] at this column's scale, halves away from zero
  difference =
      4,         // of[0] - of[1] - of[2], all of this column's scale; absent ones count 0, and the last two may be null
  parent = 5,    // (the parent's stream at the row that `link` names) * factor
  bases = 6,     // bases[row that `link` names]
  midnight = 7,  // seconds UTC of the beginning, in Shanghai, of the day of[0]
};

// A view of what a part's file or an encoder holds.
struct Stream {
  std::size_t rows = 0;
  Packed values;                               // stored values, or numbers into `distinct`
  const std::int64_t* distinct = nullptr;      // null: the values themselves
  const std::uint64_t* kept = nullptr;         // bit set: the row's value is stored; null: every row's is
  const std::uint32_t* kept_before = nullptr;  // stored values before each 256 rows
  Guess guess = Guess::nothing;
  bool adds = false;  // stored values are added to the guess; otherwise they replace it, and
                      // without `kept` and with a guess there are none
  std::int64_t constant = 0;
  std::int64_t factor = 1;
  std::array<const Column*, 3> of{};
  int scale_shift = 0;                       // product: decimal places to drop
  Packed map;                                // of Guess::code, and Guess::bases
  const std::int64_t* map_values = nullptr;  // the same laid open, where somebody did so
  const Column* link = nullptr;
  const Stream* parent = nullptr;

  std::int64_t at(RowIndex row) const {
    if (guess == Guess::nothing && kept == nullptr) [[likely]]
      return stored(row);
    return pieced(row);
  }
  // Rows first … first + count - 1; `count` at most kStreamBatch.
  void read(RowIndex first, std::size_t count, std::int64_t* out) const;
  // Any rows, of which at most kStreamBatch. Column by column of those that a value is pieced of, so that the memory of
  // one row is fetched while others are worked on.
  void gather(std::span<const RowIndex> rows, std::int64_t* out) const;
  // What the guess alone says of them.
  void read_guess(RowIndex first, std::size_t count, std::int64_t* out) const;
  // Whether `values` say all.
  bool is_packed_only() const { return guess == Guess::nothing && kept == nullptr && distinct == nullptr; }

 private:
  struct Codes;
  void read(RowIndex first, std::size_t count, std::int64_t* out, Codes& codes) const;
  void gather(std::span<const RowIndex> rows, std::int64_t* out, Codes& codes) const;
  void gather_guess(std::span<const RowIndex> rows, std::int64_t* out, Codes& codes) const;
  void read_guess(RowIndex first, std::size_t count, std::int64_t* out, Codes& codes) const;
  static void read_numbers(const Column& column, RowIndex first, std::size_t count, std::int64_t* out, Codes& codes);
  static void gather_numbers(const Column& column, std::span<const RowIndex> rows, std::int64_t* out, Codes& codes);
  std::int64_t stored(std::size_t place) const {
    const std::int64_t value = values.at(place);
    return distinct == nullptr ? value : distinct[value];
  }
  std::int64_t pieced(RowIndex row) const;
  std::int64_t guess_at(RowIndex row) const;
  std::int64_t mapped(std::size_t at) const { return map_values != nullptr ? map_values[at] : map.at(at); }
  void read_stored(std::size_t first, std::size_t count, std::int64_t* out) const;
  bool is_kept(RowIndex row) const { return ((kept[row / 64] >> (row % 64)) & 1) != 0; }
  std::size_t place_of(RowIndex row) const;  // of a kept row among the stored values
};

inline constexpr std::size_t kStreamBatch = 2'048;

// a * b with `shift` places dropped (at most kMaxScale), halves away from zero.
inline std::int64_t rounded_product(std::int64_t a, std::int64_t b, int shift) {
  const __int128 product = static_cast<__int128>(a) * b;
  const std::int64_t power = kPowersOfTen[shift];
  const __int128 half = product < 0 ? -(power / 2) : power / 2;
  const __int128 sum = product + half;
  // Most products fit 64 bits, where dividing costs a tenth.
  const auto narrow = static_cast<std::int64_t>(sum);
  return narrow == sum ? narrow / power : static_cast<std::int64_t>(sum / power);
}

}  // namespace qiuhao
