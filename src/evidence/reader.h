// Verifying an evidence file as its bytes come: memory grows with the longest line and the number of leaves, not with
// what they hold.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <unordered_set>

#include "base/files.h"
#include "base/hash.h"
#include "evidence/verdict.h"

namespace qiuhao::evidence {

class Reader {
 public:
  // Gets every leaf in order; to be believed only once the verdict says that the file is whole.
  using Take = std::function<void(Leaf&&)>;

  // `expected` is the fingerprint of the key that has to have signed, 64 hex digits in lower case; "" for any.
  explicit Reader(std::string expected = "", Take take = {}) : expected_(std::move(expected)), take_(std::move(take)) {}

  void read(std::string_view block);
  Verdict finish();  // once, at the end

 private:
  void read_line(std::string_view line);
  void read_leaf(std::string_view line);
  void wrong(Fault fault);

  std::string expected_;
  Take take_;
  LineReader lines_;
  std::string partial_;  // of a line whose end has not come
  std::size_t bytes_ = 0;
  std::int64_t line_ = 0;
  std::string signed_;  // the header's line
  std::string signature_;
  MerkleTree tree_{Digest::sm3};
  struct LowHalf {
    std::size_t operator()(const Hash128& hash) const { return hash.low; }
  };
  std::unordered_set<Hash128, LowHalf> paths_;  // their hashes
  ActChain acts_;
  Verdict verdict_;
};

// Errors are only those that keep it from reading: of read_blocks().
Result<Verdict> verify_file(const Path& file, const std::string& expected = "", const Reader::Take& take = {});
Verdict verify_text(std::string_view content, const std::string& expected = "", const Reader::Take& take = {});

// The fingerprint that --trust means: 64 hex digits, or that of a file with a public key. Errors: "bad_public_key" and
// those of read_file().
Result<std::string> fingerprint_of(const std::string& digits_or_file);

}  // namespace qiuhao::evidence
