// Line by line; what is wrong first stays the verdict, and the rest is passed over.
#include "evidence/reader.h"

#include <fmt/format.h>

#include <algorithm>

#include "signing/key_file.h"

namespace qiuhao::evidence {

void Reader::wrong(Fault fault) {
  if (!verdict_.is_whole()) return;
  verdict_.fault = fault;
  verdict_.line = line_;
  partial_.clear();
}

void Reader::read(std::string_view block) {
  bytes_ += block.size();
  if (bytes_ > kFileBytesMost) wrong(Fault::file_is_too_large);
  while (verdict_.is_whole() && !block.empty()) {
    const std::size_t end = block.find('\n');
    const std::string_view piece = block.substr(0, end);
    const bool is_too_long = partial_.size() + piece.size() > kLineBytesMost;
    if (end != std::string_view::npos || is_too_long) ++line_;
    if (is_too_long) return wrong(Fault::line_is_too_long);
    if (end == std::string_view::npos) {
      partial_ += piece;
      return;
    }
    if (partial_.empty()) {
      read_line(piece);
    } else {
      partial_ += piece;
      read_line(partial_);
      partial_.clear();
    }
    block.remove_prefix(end + 1);
  }
}

void Reader::read_line(std::string_view line) {
  if (!verdict_.header) {
    verdict_.header = lines_.header(line);
    if (!verdict_.header)
      return wrong(lines_.is_later_format(line) ? Fault::file_is_of_a_later_format : Fault::header_is_wrong);
    signed_ = std::string(line) + "\n";
    tree_ = MerkleTree(verdict_.header->digest);
    return;
  }
  if (!signature_.empty()) return wrong(Fault::something_follows);
  if (tree_.leaves() < verdict_.header->leaves) return read_leaf(line);
  const auto signature = lines_.signature(line);
  if (!signature) return wrong(Fault::line_is_not_as_written);
  signature_ = *signature;
}

void Reader::read_leaf(std::string_view line) {
  auto leaf = lines_.leaf(line);
  if (!leaf) return wrong(lines_.signature(line) ? Fault::leaves_are_missing : Fault::line_is_not_as_written);
  if (!paths_.insert(hash128(leaf->path)).second) return wrong(Fault::path_stands_twice);
  tree_.add(bytes_of(verdict_.header->digest, *leaf));
  if (leaf->form == Leaf::Form::hidden) ++verdict_.hidden;
  acts_.take(*leaf);
  if (take_) take_(std::move(*leaf));
}

Verdict Reader::finish() {
  if (verdict_.is_whole() && !partial_.empty()) {
    ++line_;
    wrong(!verdict_.header ? Fault::header_is_wrong
                           : (signature_.empty() ? Fault::line_is_not_as_written : Fault::something_follows));
  }
  if (!verdict_.is_whole()) return verdict_;
  line_ = 0;
  if (!verdict_.header) {
    wrong(Fault::header_is_wrong);
    return verdict_;
  }
  const auto key = signing::SignerKey::from_public_der(verdict_.header->public_key);
  if (key && key->kind() == verdict_.header->algorithm) verdict_.fingerprint = key->fingerprint();
  if (signature_.empty()) {
    wrong(Fault::leaves_are_missing);
  } else if (tree_.root() != verdict_.header->root) {
    wrong(Fault::content_was_changed);
  } else if (verdict_.fingerprint.empty() || !key->verify(signed_, signature_)) {
    wrong(Fault::signature_is_wrong);
  } else if (!expected_.empty() && verdict_.fingerprint != expected_) {
    wrong(Fault::signer_is_not_the_expected);
  }
  verdict_.acts = acts_.finish();
  if (verdict_.acts.first_bad != 0) wrong(Fault::act_was_changed);
  verdict_.key_was_expected = verdict_.is_whole() && !expected_.empty();
  return verdict_;
}

Result<Verdict> verify_file(const Path& file, const std::string& expected, const Reader::Take& take) {
  Reader reader(expected, take);
  TRY(read_blocks(file, [&](std::string_view block) { reader.read(block); }));
  return reader.finish();
}

Verdict verify_text(std::string_view content, const std::string& expected, const Reader::Take& take) {
  Reader reader(expected, take);
  reader.read(content);
  return reader.finish();
}

Result<std::string> fingerprint_of(const std::string& digits_or_file) {
  if (const auto bytes = database::from_hex(digits_or_file); bytes && bytes->size() == database::kDigestBytes)
    return database::to_hex(*bytes);
  ASSIGN(const std::string pem, read_file(digits_or_file, signing::kMostFileBytes));
  const auto key = signing::SignerKey::from_public_pem(pem);
  if (!key)
    return input_error("bad_public_key",
                       Sentence{"holds no public key of SM2 or Ed25519 in PEM; give that of the signer, or its "
                                "fingerprint of 64 hex digits",
                                "不含 PEM 格式的 SM2 或 Ed25519 公钥；请给出封存单位的公钥，或 64 位十六进制指纹"},
                       {digits_or_file, 0, 0, ""});
  return key->fingerprint();
}

}  // namespace qiuhao::evidence
