// Measuring ways to keep integers.
#include "columns/encode.h"

#include <algorithm>
#include <bit>
#include <unordered_map>

namespace qiuhao {
namespace {

constexpr std::size_t kMostDistinct = 65'536;

// Present values only, or all with absent rows as their neighbours are, so that they cost nothing.
std::vector<std::int64_t> filled(const PlainValues& plain) {
  std::vector<std::int64_t> values(plain.values.begin(), plain.values.end());
  if (plain.present == nullptr) return values;
  std::int64_t last = 0;
  for (std::size_t row = 0; row < values.size(); ++row) {
    if (plain.has(row)) {
      last = values[row];
      break;
    }
  }
  for (std::size_t row = 0; row < values.size(); ++row) {
    if (plain.has(row))
      last = values[row];
    else
      values[row] = last;
  }
  return values;
}

// Stored values, plainly or as numbers into the distinct ones.
struct Stored {
  std::vector<std::int64_t> values;  // what is packed
  std::vector<std::int64_t> distinct;
  std::size_t bytes = 0;
};

std::vector<std::int64_t> distinct_of(std::span<const std::int64_t> values) {
  std::unordered_map<std::int64_t, bool> seen;
  seen.reserve(4096);
  std::int64_t last = values.empty() ? 0 : values.front() + 1;
  for (const std::int64_t value : values) {
    if (value == last) continue;
    last = value;
    seen.emplace(value, true);
    if (seen.size() > kMostDistinct || seen.size() > values.size() / 4 + 16) return {};
  }
  std::vector<std::int64_t> distinct;
  distinct.reserve(seen.size());
  for (const auto& [value, unused] : seen) distinct.push_back(value);
  std::ranges::sort(distinct);
  return distinct;
}

Stored store(std::vector<std::int64_t> values) {
  Stored stored{std::move(values), {}, 0};
  stored.bytes = packed_size(stored.values);
  std::vector<std::int64_t> distinct = distinct_of(stored.values);
  if (distinct.empty()) return stored;
  const auto width = static_cast<std::size_t>(std::bit_width(distinct.size() - 1));
  if (distinct.size() * 8 + stored.values.size() * width / 16 >= stored.bytes) return stored;  // it cannot win
  std::unordered_map<std::int64_t, std::int64_t> number_of;
  number_of.reserve(distinct.size() * 2);
  for (std::size_t number = 0; number < distinct.size(); ++number)
    number_of.emplace(distinct[number], static_cast<std::int64_t>(number));
  std::vector<std::int64_t> numbers(stored.values.size());
  for (std::size_t row = 0; row < numbers.size(); ++row) numbers[row] = number_of.find(stored.values[row])->second;
  const std::size_t bytes = packed_size(numbers) + distinct.size() * 8;
  if (bytes < stored.bytes) stored = {std::move(numbers), std::move(distinct), bytes};
  return stored;
}

std::size_t bitmap_bytes(std::size_t rows) { return (rows + 63) / 64 * 8 + packed_runs(rows) * 4; }

// One way to keep the rows.
struct Way {
  std::size_t bytes = SIZE_MAX;
  Stored stored;
  std::vector<std::uint64_t> kept;
  bool adds = false;
};

Way way_of_kept(std::span<const std::int64_t> values, std::vector<std::uint64_t> kept) {
  Way way;
  std::vector<std::int64_t> own;
  for (std::size_t row = 0; row < values.size(); ++row) {
    if (((kept[row / 64] >> (row % 64)) & 1) != 0) own.push_back(values[row]);
  }
  way.stored = store(std::move(own));
  way.bytes = bitmap_bytes(values.size()) + way.stored.bytes;
  way.kept = std::move(kept);
  return way;
}

std::vector<std::int64_t> guessed(const GuessBytes& guess, std::size_t rows) {
  StreamBytes bytes;
  bytes.rows = rows;
  bytes.guess = guess;
  const Stream stream = bytes.view();
  std::vector<std::int64_t> values(rows);
  for (std::size_t row = 0; row < rows; row += kStreamBatch) {
    stream.read_guess(static_cast<RowIndex>(row), std::min(kStreamBatch, rows - row), values.data() + row);
  }
  return values;
}

Way way_of_guess(const PlainValues& plain, const GuessBytes& guess) {
  const std::size_t rows = plain.values.size();
  std::vector<std::int64_t> remainders = guessed(guess, rows);
  std::vector<std::uint64_t> wrong((rows + 63) / 64);
  std::size_t exceptions = 0;
  std::int64_t last = 0;
  for (std::size_t row = 0; row < rows; ++row) {
    if (!plain.has(row)) {
      remainders[row] = last;
      continue;
    }
    const auto value = static_cast<std::uint64_t>(plain.values[row]);
    remainders[row] = last = static_cast<std::int64_t>(value - static_cast<std::uint64_t>(remainders[row]));
    if (last == 0) continue;
    wrong[row / 64] |= std::uint64_t{1} << (row % 64);
    ++exceptions;
  }
  const std::size_t own = guess.map.size();
  Way best;
  if (exceptions == 0) {
    best.bytes = own;
    return best;
  }
  if (exceptions < rows / 2) best = way_of_kept(plain.values, std::move(wrong));
  if (guess.guess != Guess::constant) {
    Way adds;
    adds.stored = store(std::move(remainders));
    adds.bytes = adds.stored.bytes;
    adds.adds = true;
    if (adds.bytes < best.bytes) best = std::move(adds);
  }
  if (best.bytes != SIZE_MAX) best.bytes += own;
  return best;
}

// A value that most rows have, if any has more than half of them.
std::int64_t likely_value(const PlainValues& plain) {
  std::int64_t value = 0;
  std::size_t votes = 0;
  for (std::size_t row = 0; row < plain.values.size(); ++row) {
    if (!plain.has(row)) continue;
    if (votes == 0) value = plain.values[row];
    votes += plain.values[row] == value ? 1 : static_cast<std::size_t>(-1);
  }
  return value;
}

StreamBytes bytes_of(std::size_t rows, Way way, GuessBytes guess) {
  StreamBytes bytes;
  bytes.rows = rows;
  bytes.guess = std::move(guess);
  bytes.adds = way.adds;
  if (!way.stored.values.empty()) bytes.values = pack(way.stored.values);
  bytes.distinct = std::move(way.stored.distinct);
  bytes.kept = std::move(way.kept);
  std::uint32_t before = 0;
  for (std::size_t word = 0; word < bytes.kept.size(); ++word) {
    if (word % (kPackedRunRows / 64) == 0) bytes.kept_before.push_back(before);
    before += static_cast<std::uint32_t>(std::popcount(bytes.kept[word]));
  }
  return bytes;
}

}  // namespace

Stream StreamBytes::view() const {
  Stream stream;
  stream.rows = rows;
  stream.values = values.view();
  if (!distinct.empty()) stream.distinct = distinct.data();
  if (!kept.empty()) stream.kept = kept.data();
  stream.kept_before = kept_before.data();
  stream.guess = guess.guess;
  stream.adds = adds;
  stream.constant = guess.constant;
  stream.factor = guess.factor;
  stream.of = guess.of;
  stream.scale_shift = guess.scale_shift;
  stream.map = guess.map.view();
  stream.link = guess.link;
  stream.parent = guess.parent;
  return stream;
}

std::size_t StreamBytes::size() const {
  return values.size() + distinct.size() * 8 + kept.size() * 8 + kept_before.size() * 4 + guess.map.size();
}

StreamBytes encode_stream(const PlainValues& plain, std::vector<GuessBytes> guesses) {
  const std::size_t rows = plain.values.size();
  Way best;
  best.stored = store(filled(plain));
  best.bytes = best.stored.bytes;
  GuessBytes chosen;
  if (plain.present != nullptr) {
    Way present = way_of_kept(plain.values, {plain.present, plain.present + (rows + 63) / 64});
    if (present.bytes < best.bytes) best = std::move(present);
  }
  GuessBytes constant;
  constant.guess = Guess::constant;
  constant.constant = likely_value(plain);
  guesses.push_back(std::move(constant));
  for (GuessBytes& guess : guesses) {
    Way way = way_of_guess(plain, guess);
    if (way.bytes >= best.bytes) continue;
    best = std::move(way);
    chosen = std::move(guess);
  }
  return bytes_of(rows, std::move(best), std::move(chosen));
}

std::optional<GuessBytes> guess_by_code(const PlainValues& plain, const Column& codes, std::string name) {
  const std::size_t rows = plain.values.size();
  std::vector<std::int64_t> value(codes.dictionary_size + 1, 0);
  std::vector<std::uint32_t> votes(codes.dictionary_size + 1, 0);
  std::size_t wrong = 0;
  constexpr std::size_t kSample = 16'384;
  for (std::size_t row = 0; row < rows; ++row) {
    if (row == kSample && wrong > kSample / 2) return std::nullopt;
    if (!plain.has(row)) continue;
    const std::size_t code =
        codes.has(static_cast<RowIndex>(row)) ? codes.code(static_cast<RowIndex>(row)) : codes.dictionary_size;
    if (votes[code] == 0) value[code] = plain.values[row];
    if (value[code] == plain.values[row]) {
      ++votes[code];
    } else {
      --votes[code];
      ++wrong;
    }
  }
  if (wrong > rows * 2 / 5) return std::nullopt;  // of noise half is wrong
  GuessBytes guess;
  guess.guess = Guess::code;
  guess.of[0] = &codes;
  guess.of_names[0] = std::move(name);
  guess.map = pack(value);
  return guess;
}

GuessBytes guess_by_bases(const PlainValues& plain, const Column& link, std::string link_name, std::size_t parents) {
  std::vector<std::int64_t> least(parents, INT64_MAX);
  for (std::size_t row = 0; row < plain.values.size(); ++row) {
    const RowIndex parent = link.index(static_cast<RowIndex>(row));
    if (plain.has(row) && parent < parents) least[parent] = std::min(least[parent], plain.values[row]);
  }
  std::int64_t last = 0;
  for (std::int64_t& value : least) {
    if (value == INT64_MAX) value = last;
    last = value;
  }
  GuessBytes guess;
  guess.guess = Guess::bases;
  guess.link = &link;
  guess.link_name = std::move(link_name);
  guess.map = pack(least);
  return guess;
}

}  // namespace qiuhao
