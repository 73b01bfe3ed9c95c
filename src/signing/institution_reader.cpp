// One institution: who it is, how it signs and encrypts, and its keys.
#include "signing/institution_reader.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace qiuhao::signing {
namespace {

using text::Node;

constexpr std::size_t kMostCodeBytes = 40;  // national codes have 12

constexpr std::array<std::pair<std::string_view, Signature>, 5> kSignatures = {
    {{"none", Signature::none},
     {"sm2", Signature::sm2},
     {"sm3", Signature::sm3},
     {"hmac_sm3", Signature::hmac_sm3},
     {"hmac_sha256", Signature::hmac_sha256}}};
constexpr std::array<std::pair<std::string_view, Cipher>, 3> kCiphers = {
    {{"none", Cipher::none}, {"sm4_ecb", Cipher::sm4_ecb}, {"sm4_cbc", Cipher::sm4_cbc}}};

// One of a few words under a key that must be there.
template <typename Word, std::size_t count>
Result<Word> read_word(const YamlFile& file, const Node& root, std::string_view key,
                       const std::array<std::pair<std::string_view, Word>, count>& words) {
  const Node* node = root.find(key);
  const std::string_view written = node == nullptr ? std::string_view{} : node->scalar;
  for (const auto& [name, word] : words) {
    if (name == written) return word;
  }
  std::vector<std::string_view> names;
  for (const auto& [name, word] : words) names.push_back(name);
  return file.bad(node != nullptr ? *node : root, {fmt::format("'{}' must be one of {}", key, fmt::join(names, ", ")),
                                                   fmt::format("{}应为{}之一", key, fmt::join(names, "、"))});
}

Result<std::string> read_code(const YamlFile& file, const Node& root) {
  const Node* node = root.find("code");
  const auto is_code_character = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  };
  if (node != nullptr && !node->scalar.empty() && node->scalar.size() <= kMostCodeBytes &&
      std::ranges::all_of(node->scalar, is_code_character))
    return node->scalar;
  return file.bad(node != nullptr ? *node : root,
                  {fmt::format("needs 'code', the institution's fixmedins_code of 1 to {} letters, digits, _ and -",
                               kMostCodeBytes),
                   fmt::format("需要code，即机构编号fixmedins_code：1到{}个字母、数字、_和-", kMostCodeBytes)});
}

Result<bool> read_signs_input(const YamlFile& file, const Node& root, Signature signature) {
  const Node* node = root.find("signs_input");
  if (node == nullptr) return signature != Signature::sm2 && signature != Signature::none;
  if (signature == Signature::none)
    return file.bad(
        *node, {"'signs_input' is of no use without a signature; take it out", "没有签名时用不到signs_input；请删去"});
  if (node->scalar == "true" || node->scalar == "false") return node->scalar == "true";
  return file.bad(*node, {"'signs_input' must be true or false", "signs_input应为true或false"});
}

Status read_keys(const YamlFile& file, const Node& root, Member& member, OwnKeys& own_keys) {
  Institution& institution = member.institution;
  const Node* keys = root.find("keys");
  const bool needs_keys = institution.signature != Signature::none || institution.cipher != Cipher::none;
  if (!needs_keys && keys == nullptr) return {};
  if (!needs_keys)
    return file.bad(*keys, {"'keys' are of no use without signature and cipher; take them out",
                            "没有签名和加密时用不到keys；请删去"});
  if (keys == nullptr || !keys->is_sequence() || keys->items.empty() || keys->items.size() > kMostKeys)
    return file.bad(keys != nullptr ? *keys : root,
                    {fmt::format("needs 'keys', a list of 1 to {}; take out those that are over", kMostKeys),
                     fmt::format("需要keys，1到{}个的列表；请删去已失效的", kMostKeys)});
  KeyReader reader(file, institution, own_keys);
  for (const Node& node : keys->items) {
    Key key;
    Sm2Pair pair;
    TRY(reader.read(node, key, pair));
    if (std::ranges::find(institution.keys, key.id, &Key::id) != institution.keys.end())
      return file.bad(*node.find("id"), {fmt::format("key {} stands twice; give each its own id", key.id),
                                         fmt::format("密钥{}出现两次；请使用不同的id", key.id)});
    institution.keys.push_back(std::move(key));
    member.sm2.push_back(std::move(pair));
  }
  return {};
}

}  // namespace

Result<Member> read_institution(const Path& file, OwnKeys& own_keys) {
  ASSIGN(const KeyFile yaml, read_key_file(file, {file.string(), 0, 0, ""}));
  ASSIGN(const Node root, text::parse_yaml(yaml.content, file.string()));
  const YamlFile about{file, yaml.mode};
  TRY(about.only_keys(root, {"code", "signature", "cipher", "signs_input", "keys"}));
  Member member;
  Institution& institution = member.institution;
  ASSIGN(institution.code, read_code(about, root));
  ASSIGN(institution.signature, read_word(about, root, "signature", kSignatures));
  ASSIGN(institution.cipher, read_word(about, root, "cipher", kCiphers));
  ASSIGN(institution.signs_input, read_signs_input(about, root, institution.signature));
  TRY(read_keys(about, root, member, own_keys));
  return member;
}

}  // namespace qiuhao::signing
