// Random numbers that anybody can repeat from a seed: SHA-256 in counter mode, and unbiased integers by rejection.
// docs/reference/sampling.md says the same byte by byte; a test repeats it in Python's standard library.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/files.h"
#include "base/result.h"

namespace qiuhao::screening {

using Digest = std::array<unsigned char, 32>;

// SHA-256 of bytes that come in pieces.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;
  void add(std::string_view bytes);
  Digest value();  // of what was added; then it begins anew

 private:
  struct State;
  std::unique_ptr<State> state_;
};

Digest sha256(std::string_view bytes);
Result<Digest> sha256_of_file(const Path& file);
std::string hex(const Digest& digest);  // 64 lower-case digits
bool read_hex(std::string_view text, Digest& digest);

// What a draw is made from: SHA-256("qiuhao draw 1\n" ‖ seed ‖ public value). The public value is "" where none was
// promised; it is known to nobody when the seed is committed, so that nobody can have tried seeds until one pleased.
Digest draw_key(const Digest& seed, std::string_view public_value);

// The words of one stream: block i is SHA-256(key ‖ label ‖ 00 ‖ i as 8 bytes, high first) and gives four words of 8
// bytes, high first. Streams of other labels have nothing to do with each other.
class RandomSource {
 public:
  RandomSource(const Digest& key, std::string_view label);

  std::uint64_t word();
  // 0 … bound-1, each equally likely: words of the last, incomplete run of `bound` are passed over. bound > 0.
  std::uint64_t below(std::uint64_t bound);

 private:
  Sha256 hash_;
  std::string prefix_;
  std::uint64_t block_ = 0;
  std::size_t next_ = 4;
  std::array<std::uint64_t, 4> words_{};
};

// The first `wanted` of a shuffle of 0 … count-1 (Fisher and Yates): for i from 0, what stands at i changes places with
// what stands at i + below(count - i). `wanted` is at most `count`.
std::vector<std::uint32_t> shuffled(RandomSource& source, std::uint32_t count, std::uint32_t wanted);

}  // namespace qiuhao::screening
