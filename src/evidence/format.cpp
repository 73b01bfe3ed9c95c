// Reading takes what it knows and writes it again: only the same bytes are what was written.
#include "evidence/format.h"

#include <fmt/format.h>

#include <charconv>

#include "signing/encoding.h"
#include "text/document.h"

namespace qiuhao::evidence {
namespace {

using database::to_hex;
using text::json_quote;
using text::JsonView;
using Form = Leaf::Form;

std::string_view name_of(Digest digest) { return digest == Digest::sm3 ? "sm3" : "sha256"; }

// Absent, of another kind or too long, it is "", which is then written in another way than it stood.
std::string words(JsonView object, std::string_view key, std::size_t most) {
  const JsonView found = object.find(key);
  if (found.kind() != JsonView::Kind::string) return "";
  std::string room;
  const std::string_view text = found.text(room);
  return text.size() <= most ? std::string(text) : "";
}

std::string hex_bytes(JsonView object, std::string_view key, std::size_t bytes) {
  return database::from_hex(words(object, key, 2 * bytes)).value_or("");
}

std::int64_t number(JsonView object, std::string_view key) {
  std::string room;
  const std::string_view text = object.find(key).text(room);
  std::int64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

bool is_line(std::string_view line, const std::string& written) {
  return line.size() + 1 == written.size() && written.starts_with(line);
}

}  // namespace

bool is_path(std::string_view text) {
  if (text.empty() || text.size() > kPathBytesMost) return false;
  char before = '/';
  for (const char c : text) {
    const bool is_word =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
    if (!is_word && (c != '/' || before == '/')) return false;
    before = c;
  }
  return before != '/';
}

std::string commitment_of(Digest digest, const Leaf& leaf) {
  if (leaf.form == Form::hidden) return leaf.commitment;
  std::string bytes = "\x02";
  bytes += leaf.salt;
  bytes += static_cast<char>(leaf.form);
  bytes += leaf.value;
  return database::digest(digest, bytes);
}

std::string bytes_of(Digest digest, const Leaf& leaf) {
  std::string bytes;
  database::put_bounded(bytes, leaf.path);
  database::put_bounded(bytes, leaf.label);
  return bytes + commitment_of(digest, leaf);
}

std::string write_header(const Header& header) {
  return fmt::format(
      R"({{"qiuhao_evidence":{},"digest":"{}","leaves":{},"root":"{}","about":{},"sealed":{},"signer":{},)"
      R"("algorithm":"{}","public_key":"{}"}})"
      "\n",
      kFormat, name_of(header.digest), header.leaves, to_hex(header.root), json_quote(header.about), header.sealed,
      json_quote(header.signer), signing::name_of(header.algorithm), signing::to_base64(header.public_key));
}

std::string write_leaf(const Leaf& leaf) {
  std::string line = fmt::format(R"({{"path":{},"label":{},)", json_quote(leaf.path), json_quote(leaf.label));
  if (leaf.form == Form::hidden) return line + fmt::format("\"hidden\":\"{}\"}}\n", to_hex(leaf.commitment));
  line += fmt::format(R"("salt":"{}",)", to_hex(leaf.salt));
  if (leaf.form == Form::text) return line + "\"text\":" + json_quote(leaf.value) + "}\n";
  return line + "\"bytes\":\"" + signing::to_base64(leaf.value) + "\"}\n";
}

std::string write_signature(std::string_view signature) {
  return fmt::format("{{\"signature\":\"{}\"}}\n", to_hex(signature));
}

std::optional<Header> LineReader::header(std::string_view line) {
  const auto object = json_.read(line);
  if (!object || number(*object, "qiuhao_evidence") != kFormat) return std::nullopt;
  Header header;
  header.digest = words(*object, "digest", kWordsBytesMost) == "sm3" ? Digest::sm3 : Digest::sha256;
  header.leaves = number(*object, "leaves");
  header.root = hex_bytes(*object, "root", database::kDigestBytes);
  header.about = words(*object, "about", kWordsBytesMost);
  header.sealed = number(*object, "sealed");
  header.signer = words(*object, "signer", kWordsBytesMost);
  const auto algorithm = signing::key_kind_named(words(*object, "algorithm", kWordsBytesMost));
  header.public_key = signing::from_base64(words(*object, "public_key", kWordsBytesMost)).value_or("");
  // Beyond the year 9999 there are no days to show.
  constexpr Seconds kSealedMost = 253'402'271'999;
  if (header.sealed < 0 || header.sealed > kSealedMost) return std::nullopt;
  if (!algorithm || header.leaves < 1 || header.leaves > kLeavesMost || header.root.size() != database::kDigestBytes)
    return std::nullopt;
  header.algorithm = *algorithm;
  if (!is_line(line, write_header(header))) return std::nullopt;
  return header;
}

std::optional<Leaf> LineReader::leaf(std::string_view line) {
  const auto object = json_.read(line);
  if (!object) return std::nullopt;
  Leaf leaf;
  leaf.path = words(*object, "path", kPathBytesMost);
  leaf.label = words(*object, "label", kLabelBytesMost);
  leaf.salt = hex_bytes(*object, "salt", kSaltBytes);
  leaf.commitment = hex_bytes(*object, "hidden", database::kDigestBytes);
  if (!leaf.commitment.empty()) {
    leaf.form = Form::hidden;
    leaf.salt.clear();
  } else if (object->find("bytes").kind() == JsonView::Kind::string) {
    leaf.form = Form::bytes;
    leaf.value = signing::from_base64(words(*object, "bytes", kLineBytesMost)).value_or("");
  } else {
    leaf.value = words(*object, "text", kValueBytesMost);
  }
  const bool is_sized = leaf.form == Form::hidden
                            ? leaf.commitment.size() == database::kDigestBytes
                            : leaf.salt.size() == kSaltBytes && leaf.value.size() <= kValueBytesMost;
  if (!is_sized || !is_path(leaf.path) || !is_line(line, write_leaf(leaf))) return std::nullopt;
  return leaf;
}

std::optional<std::string> LineReader::signature(std::string_view line) {
  const auto object = json_.read(line);
  if (!object) return std::nullopt;
  std::string signature = hex_bytes(*object, "signature", signing::kSignatureBytes);
  if (signature.size() != signing::kSignatureBytes || !is_line(line, write_signature(signature))) return std::nullopt;
  return signature;
}

bool LineReader::is_later_format(std::string_view line) {
  const auto object = json_.read(line);
  return object && object->is_object() && number(*object, "qiuhao_evidence") > kFormat;
}

}  // namespace qiuhao::evidence
