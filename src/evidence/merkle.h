// The Merkle tree of RFC 9162 (2.1.1), with either digest: leaves come in order, and only the roots of whole subtrees
// are kept, so memory grows with the logarithm of their number.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "database/digest.h"

namespace qiuhao::evidence {

using database::Digest;

class MerkleTree {
 public:
  explicit MerkleTree(Digest digest) : digest_(digest) {}

  // The bytes of a leaf; their hash is taken behind a byte 0, that of two nodes behind a byte 1.
  void add(std::string_view leaf);
  std::int64_t leaves() const { return leaves_; }
  // The hash of nothing when there are no leaves.
  std::string root() const;

 private:
  std::string node(const std::string& left, const std::string& right) const;

  Digest digest_;
  std::int64_t leaves_ = 0;
  std::vector<std::string> whole_;  // roots of subtrees, a power of two leaves each, the largest first
};

}  // namespace qiuhao::evidence
