// Leaves become lines as they come; the header is written last, for it knows their root.
#include "evidence/builder.h"

#include <fmt/format.h>

#include "base/check.h"
#include "base/utf8.h"

namespace qiuhao::evidence {
namespace {

constexpr std::size_t kHeadAndSignatureBytes = 8'192;  // more than they can have

bool is_within_character(char c) { return (static_cast<unsigned char>(c) & 0xc0U) == 0x80U; }

}  // namespace

void Builder::refuse(std::string code, const Sentence& sentence, std::string_view path) {
  if (error_) return;
  error_ = Error{Fault::input,
                 std::move(code),
                 fmt::format("{}: {}", path, sentence.english),
                 {},
                 fmt::format("{}：{}", path, sentence.chinese)};
}

void Builder::put(Leaf leaf) {
  if (error_) return;
  if (!is_path(leaf.path) || leaf.label.size() > kLabelBytesMost || !is_utf8(leaf.label))
    return refuse("bad_evidence_path", {"no path of an item can be so", "项的路径不能如此"}, leaf.path);
  if (leaf.value.size() > kValueBytesMost)
    return refuse(
        "value_too_long",
        {fmt::format("has more than {} KiB", kValueBytesMost >> 10), fmt::format("超过 {} KiB", kValueBytesMost >> 10)},
        leaf.path);
  if (leaf.form == Leaf::Form::text && !is_utf8(leaf.value))
    return refuse("bad_text", {"is no UTF-8 text", "不是 UTF-8 文本"}, leaf.path);
  if (!paths_.insert(leaf.path).second) return refuse("path_stands_twice", {"stands there already", "重复"}, leaf.path);
  if (leaves() == kLeavesMost)
    return refuse("too_many_leaves",
                  {fmt::format("there are {} items already, the most that a file holds; seal fewer", kLeavesMost),
                   fmt::format("已有 {} 项，达到上限；请减少封存内容", kLeavesMost)},
                  leaf.path);
  leaf.salt = database::random_bytes(kSaltBytes);
  const std::string line = write_leaf(leaf);
  if (lines_.size() + line.size() + kHeadAndSignatureBytes > kFileBytesMost)
    return refuse(
        "evidence_too_large",
        {fmt::format("with it the file has more than {} MiB; seal fewer or smaller files", kFileBytesMost >> 20),
         fmt::format("加入后文件超过 {} MiB；请减少或缩小附件", kFileBytesMost >> 20)},
        leaf.path);
  CHECK(line.size() <= kLineBytesMost);
  tree_.add(bytes_of(digest_, leaf));
  lines_ += line;
}

void Builder::add(std::string_view path, std::string_view label, std::string_view text) {
  put({std::string(path), std::string(label), Leaf::Form::text, "", std::string(text), ""});
}

void Builder::add_bytes(std::string_view path, std::string_view label, std::string_view bytes) {
  put({std::string(path), std::string(label), Leaf::Form::bytes, "", std::string(bytes), ""});
}

void Builder::add_long(std::string_view path, std::string_view label, std::string_view text) {
  if (text.size() <= kValueBytesMost) return add(path, label, text);
  for (int piece = 1; !text.empty(); ++piece) {
    std::size_t end = std::min(text.size(), kValueBytesMost);
    while (end < text.size() && end > kValueBytesMost - 4 && is_within_character(text[end])) --end;
    add(fmt::format("{}/{}", path, piece), label, text.substr(0, end));
    text.remove_prefix(end);
  }
}

void Builder::add_long_bytes(std::string_view path, std::string_view label, std::string_view bytes) {
  if (bytes.size() <= kValueBytesMost) return add_bytes(path, label, bytes);
  for (int piece = 1; !bytes.empty(); ++piece) {
    add_bytes(fmt::format("{}/{}", path, piece), label, bytes.substr(0, kValueBytesMost));
    bytes.remove_prefix(std::min(bytes.size(), kValueBytesMost));
  }
}

Result<std::string> Builder::seal(const SealWords& words, const signing::SignerKey& key) const {
  if (error_) return fail(*error_);
  if (leaves() == 0) return input_error("nothing_to_seal", Sentence{"there is nothing to seal", "没有可封存的内容"});
  for (const std::string* text : {&words.about, &words.signer}) {
    if (text->size() > kWordsBytesMost || !is_utf8(*text))
      return input_error(
          "bad_seal_words",
          Sentence{fmt::format("what is sealed and who signs have at most {} bytes of UTF-8 each", kWordsBytesMost),
                   fmt::format("封存对象和封存人各不超过 {} 字节的 UTF-8 文本", kWordsBytesMost)});
  }
  Header header;
  header.digest = digest_;
  header.leaves = leaves();
  header.root = root();
  header.about = words.about;
  header.sealed = words.sealed;
  header.signer = words.signer;
  header.algorithm = key.kind();
  header.public_key = key.public_der();
  const std::string head = write_header(header);
  return head + lines_ + write_signature(key.sign(head));
}

}  // namespace qiuhao::evidence
