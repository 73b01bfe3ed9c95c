// Terms and key material.
#include "signing/key_reader.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <limits>

#include "base/day.h"
#include "signing/encoding.h"
#include "signing/primitives.h"

namespace qiuhao::signing {
namespace {

using text::Node;

// A shorter secret is guessed from one message and its MAC.
constexpr std::size_t kLeastSecretBytes = 8;
constexpr std::size_t kMostSecretBytes = 1024;
constexpr std::size_t kMostIdBytes = 40;

bool is_word_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
}

// A key of the map by mistake may hold half a secret; only what looks like a name is told.
bool is_tellable(std::string_view name) {
  return name.size() <= 20 && std::ranges::all_of(name, [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
}

const Sentence kHowSecretsAreWritten = {"; write hex: or base64: and its digits, or text: and the secret itself",
                                        "；请写hex:或base64:加编码，或text:加原文"};

}  // namespace

std::unexpected<Error> YamlFile::bad(const Node& node, Sentence sentence) const {
  return input_error("bad_keyring", std::move(sentence), place(node));
}

Status YamlFile::only_keys(const Node& node, std::initializer_list<std::string_view> keys) const {
  if (!node.is_map())
    return bad(node, {fmt::format("must be a map with the keys {}", fmt::join(keys, ", ")),
                      fmt::format("应为映射，可用的键为{}", fmt::join(keys, "、"))});
  for (const auto& [key, value] : node.entries) {
    if (std::ranges::find(keys, key.scalar) != keys.end()) continue;
    const std::string name = is_tellable(key.scalar) ? fmt::format(" '{}'", key.scalar) : "";
    return bad(key, {fmt::format("unknown key{}; known are {}", name, fmt::join(keys, ", ")),
                     fmt::format("没有键{}；可用的键为{}", name, fmt::join(keys, "、"))});
  }
  return {};
}

Status KeyReader::read(const Node& node, Key& key, Sm2Pair& pair) {
  TRY(file_.only_keys(node,
                      {"id", "from", "until", "secret", "secret_file", "public_key_file", "own_key_file", "sm4_file"}));
  TRY(read_id(node, key));
  TRY(read_term(node, key));
  const Signature signature = institution_.signature;
  if (signature == Signature::sm2) {
    TRY(read_public_key(node, key, pair));
    TRY(read_own_key(node, key, pair));
  } else {
    TRY(refuse_unused(node, "public_key_file"));
    TRY(refuse_unused(node, "own_key_file"));
  }
  if (signature != Signature::none && signature != Signature::sm2) {
    TRY(read_secret(node, key));
  } else {
    TRY(refuse_unused(node, "secret"));
    TRY(refuse_unused(node, "secret_file"));
  }
  return institution_.cipher == Cipher::none ? refuse_unused(node, "sm4_file") : read_sm4(node, key);
}

Status KeyReader::read_id(const Node& node, Key& key) const {
  const Node* id = node.find("id");
  if (id != nullptr && id->is_scalar() && !id->scalar.empty() && id->scalar.size() <= kMostIdBytes &&
      std::ranges::all_of(id->scalar, is_word_character)) {
    key.id = id->scalar;
    return {};
  }
  return file_.bad(id != nullptr ? *id : node,
                   {fmt::format("a key needs an 'id' of 1 to {} letters, digits, _, - and .", kMostIdBytes),
                    fmt::format("密钥需要id：1到{}个字母、数字、_、-和.", kMostIdBytes)});
}

Status KeyReader::read_term(const Node& node, Key& key) const {
  key.from = std::numeric_limits<std::int64_t>::min();
  key.until = std::numeric_limits<std::int64_t>::max();
  for (const auto& [name, bound] : {std::pair{"from", &key.from}, std::pair{"until", &key.until}}) {
    const Node* at = node.find(name);
    if (at == nullptr) continue;
    const Result<Seconds> time = parse_time(at->scalar);
    if (!time)
      return file_.bad(*at,
                       {fmt::format("'{}' is no day or time; write 2026-01-31 or \"2026-01-31 08:00:00\" "
                                    "(Asia/Shanghai)",
                                    name),
                        fmt::format("{}不是日期或时间；请写2026-01-31或\"2026-01-31 08:00:00\"（北京时间）", name)});
    *bound = *time;
  }
  if (key.from < key.until) return {};
  return file_.bad(*node.find("until"), {"'until' is the first moment on which the key no longer holds and must be "
                                         "after 'from'",
                                         "until是密钥失效的时刻，须晚于from"});
}

Result<KeyFile> KeyReader::file_at(const Node& node) const {
  if (!node.is_scalar() || node.scalar.empty() || node.scalar.find('\0') != std::string::npos)
    return file_.bad(node,
                     {"name one file, from the folder of this YAML file on", "请写一个文件名，相对本YAML所在文件夹"});
  return read_key_file(path_of(node), file_.place(node));
}

Result<std::string> KeyReader::secret_at(const Node& node) const {
  ASSIGN(KeyFile file, file_at(node));
  if (file.is_private()) return std::move(file.content);
  wipe(file.content);
  return secret_readable(path_of(node), file.mode, file_.place(node));
}

Status KeyReader::read_secret(const Node& node, Key& key) const {
  const Node* inline_secret = node.find("secret");
  const Node* named = node.find("secret_file");
  if ((inline_secret != nullptr) == (named != nullptr))
    return file_.bad(node, {"a key of this signature needs one of 'secret_file' and 'secret'",
                            "这种签名的密钥需要secret_file和secret之一"});
  const Node& place = named != nullptr ? *named : *inline_secret;
  std::string written;
  if (named != nullptr) {
    ASSIGN(written, secret_at(*named));
  } else {
    if ((file_.mode & 077U) != 0) return secret_readable(file_.path, file_.mode, file_.place(place));
    written = inline_secret->scalar;
  }
  std::optional<std::string> secret = from_written_secret(written);
  wipe(written);
  if (!secret)
    return file_.bad(place, Sentence{"the secret does not say how it is written, or does not decode",
                                     "密钥没有写明编码，或解码失败"} +
                                kHowSecretsAreWritten);
  if (secret->size() < kLeastSecretBytes || secret->size() > kMostSecretBytes)
    return file_.bad(
        place, {fmt::format("a secret has {} to {} bytes; make one with: openssl rand -hex 32", kLeastSecretBytes,
                            kMostSecretBytes),
                fmt::format("密钥应为{}到{}字节；可用openssl rand -hex 32生成", kLeastSecretBytes, kMostSecretBytes)});
  key.secret = *std::move(secret);
  return {};
}

Status KeyReader::read_public_key(const Node& node, Key& key, Sm2Pair& pair) const {
  const Node* named = node.find("public_key_file");
  if (named == nullptr)
    return file_.bad(node, {"a key of signature sm2 needs 'public_key_file', the institution's public key",
                            "sm2签名的密钥需要public_key_file，即机构的公钥"});
  ASSIGN(KeyFile file, file_at(*named));
  pair.theirs = Sm2Key::from_public_pem(file.content);
  if (!pair.theirs)
    return file_.bad(*named, {"holds no SM2 public key in PEM; make it with: openssl pkey -in KEY.pem -pubout",
                              "不是PEM格式的SM2公钥；可用openssl pkey -in KEY.pem -pubout生成"});
  key.public_pem = std::move(file.content);
  return {};
}

Status KeyReader::read_own_key(const Node& node, Key& key, Sm2Pair& pair) {
  const Node* named = node.find("own_key_file");
  if (named == nullptr) return {};
  const Path path = path_of(*named).lexically_normal();
  auto known = own_keys_.find(path);
  if (known == own_keys_.end()) {
    ASSIGN(std::string pem, secret_at(*named));
    const std::optional<Sm2Key> own = Sm2Key::from_private_pem(pem);
    if (!own) {
      const bool is_locked = pem.find("ENCRYPTED") != std::string::npos;
      wipe(pem);
      if (is_locked)
        return file_.bad(*named, {"is under a passphrase; take it off with: openssl pkey -in KEY.pem -out OPEN.pem",
                                  "私钥有口令；可用openssl pkey -in KEY.pem -out OPEN.pem去掉"});
      return file_.bad(*named,
                       {"holds no SM2 private key in PEM; make one with: openssl genpkey -algorithm EC -pkeyopt "
                        "ec_paramgen_curve:SM2",
                        "不是PEM格式的SM2私钥；可用openssl genpkey -algorithm EC -pkeyopt "
                        "ec_paramgen_curve:SM2生成"});
    }
    known = own_keys_.emplace(path, OwnKey{std::move(pem), *own}).first;
  }
  key.own_pem = known->second.pem;
  pair.ours = known->second.key;
  return {};
}

Status KeyReader::read_sm4(const Node& node, Key& key) const {
  const Node* named = node.find("sm4_file");
  if (named == nullptr)
    return file_.bad(node, {"a key of an institution with a cipher needs 'sm4_file'", "加密机构的密钥需要sm4_file"});
  ASSIGN(std::string written, secret_at(*named));
  std::optional<std::string> sm4 = from_written_secret(written);
  wipe(written);
  if (!sm4 || sm4->size() != kSm4Bytes)
    return file_.bad(*named, Sentence{fmt::format("holds no SM4 key of {} bytes", kSm4Bytes),
                                      fmt::format("不是{}字节的SM4密钥", kSm4Bytes)} +
                                 kHowSecretsAreWritten);
  key.sm4 = *std::move(sm4);
  return {};
}

Status KeyReader::refuse_unused(const Node& node, std::string_view name) const {
  for (const auto& [key, value] : node.entries) {
    if (key.scalar == name)
      return file_.bad(key, {fmt::format("'{}' is of no use with this signature and cipher; take it out", name),
                             fmt::format("这种签名和加密用不到{}；请删去", name)});
  }
  return {};
}

}  // namespace qiuhao::signing
