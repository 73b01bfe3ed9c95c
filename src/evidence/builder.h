// Making an evidence file: leaves are put in one after the other, and then all of them are sealed with a key.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>

#include "base/result.h"
#include "evidence/format.h"

namespace qiuhao::evidence {

// Under what it is sealed.
struct SealWords {
  std::string about;
  Seconds sealed = 0;
  std::string signer;
};

class Builder {
 public:
  explicit Builder(Digest digest) : digest_(digest), tree_(digest) {}

  // Values have at most kValueBytesMost; texts are UTF-8. What cannot be put in is told by seal(), so that a list of
  // leaves need not be checked one by one.
  void add(std::string_view path, std::string_view label, std::string_view text);
  void add_bytes(std::string_view path, std::string_view label, std::string_view bytes);
  // The same, as PATH/1, PATH/2, … where it is longer than one leaf may be; a text is not cut within a character.
  void add_long(std::string_view path, std::string_view label, std::string_view text);
  void add_long_bytes(std::string_view path, std::string_view label, std::string_view bytes);

  std::int64_t leaves() const { return tree_.leaves(); }
  std::string root() const { return tree_.root(); }

  // The whole file. Errors: "bad_evidence_path", "path_stands_twice", "bad_text", "value_too_long", "too_many_leaves",
  // "evidence_too_large" (the first of these that was met while adding), "nothing_to_seal", "bad_seal_words" (too long,
  // or no UTF-8).
  Result<std::string> seal(const SealWords& words, const signing::SignerKey& key) const;

 private:
  void put(Leaf leaf);
  void refuse(std::string code, const Sentence& sentence, std::string_view path);

  Digest digest_;
  MerkleTree tree_;
  std::string lines_;
  std::unordered_set<std::string> paths_;
  std::optional<Error> error_;
};

}  // namespace qiuhao::evidence
