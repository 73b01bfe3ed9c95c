// Choosing how a column is kept on disk: every way that fits is measured, and the smallest is taken.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "columns/column.h"

namespace qiuhao {

// A guess with the bytes and names that a file needs. The columns are those that the guess is tried on; a reader finds
// its own by their names.
struct GuessBytes {
  Guess guess = Guess::nothing;
  std::int64_t constant = 0;
  std::int64_t factor = 1;
  std::array<const Column*, 3> of{};
  std::array<std::string, 3> of_names;
  int scale_shift = 0;
  PackedBytes map;
  const Column* link = nullptr;
  std::string link_name;
  const Stream* parent = nullptr;
  std::string parent_name;
};

struct StreamBytes {
  std::size_t rows = 0;
  PackedBytes values;
  std::vector<std::int64_t> distinct;
  std::vector<std::uint64_t> kept;
  std::vector<std::uint32_t> kept_before;
  GuessBytes guess;
  bool adds = false;

  // Valid while this stays where it is.
  Stream view() const;
  std::size_t size() const;
};

// One integer a row, and which rows have one (null: all).
struct PlainValues {
  std::span<const std::int64_t> values;
  const std::uint64_t* present = nullptr;

  bool has(std::size_t row) const { return present == nullptr || ((present[row / 64] >> (row % 64)) & 1) != 0; }
};

// The smallest of: the values themselves, few distinct ones, only those that are present, and each guess with its
// exceptions or its remainders. Absent rows come back as anything.
StreamBytes encode_stream(const PlainValues& plain, std::vector<GuessBytes> guesses);

// What most rows with a code have; nullopt when it would mostly be wrong. `codes` may have absent rows.
std::optional<GuessBytes> guess_by_code(const PlainValues& plain, const Column& codes, std::string name);
// The least value of the rows that share a parent.
GuessBytes guess_by_bases(const PlainValues& plain, const Column& link, std::string link_name, std::size_t parents);

// Texts as serial numbers; nullopt when they are none.
struct SerialBytes {
  std::vector<std::string> patterns;
  StreamBytes pattern_of;
  std::vector<std::int64_t> numbers;  // plain, by row
  std::size_t digits = 0;             // of the first pattern
};
std::optional<SerialBytes> serial_numbers(const Column& texts);

// Texts that all are of `width` times two small hexadecimal digits, without absent rows, as bytes; nullopt otherwise.
struct HexBytes {
  std::size_t width = 0;
  std::vector<std::uint8_t> bytes;
};
std::optional<HexBytes> hex_bytes(const Column& texts);

}  // namespace qiuhao
