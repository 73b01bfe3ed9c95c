// As many roots are kept as the number of leaves has ones in binary.
#include "evidence/merkle.h"

namespace qiuhao::evidence {

void MerkleTree::add(std::string_view leaf) {
  std::string bytes(1, '\0');
  bytes += leaf;
  std::string hash = database::digest(digest_, bytes);
  for (std::int64_t below = leaves_; (below & 1) != 0; below >>= 1) {
    hash = node(whole_.back(), hash);
    whole_.pop_back();
  }
  whole_.push_back(std::move(hash));
  ++leaves_;
}

std::string MerkleTree::root() const {
  if (whole_.empty()) return database::digest(digest_, {});
  std::string root = whole_.back();
  for (std::size_t at = whole_.size() - 1; at > 0; --at) root = node(whole_[at - 1], root);
  return root;
}

std::string MerkleTree::node(const std::string& left, const std::string& right) const {
  return database::digest(digest_, "\x01" + left + right);
}

}  // namespace qiuhao::evidence
