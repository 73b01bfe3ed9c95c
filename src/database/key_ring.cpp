// Reading of key rings, line by line; what is wrong is told without what stands there.
#include "database/key_ring.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstdlib>
#include <vector>

namespace qiuhao::database {
namespace {

constexpr std::size_t kRingBytesMost = std::size_t{64} << 10;

std::unexpected<Error> bad(Sentence sentence) { return input_error("bad_keyring", std::move(sentence)); }

std::vector<std::string_view> words_of(std::string_view line) {
  std::vector<std::string_view> words;
  while (true) {
    const auto begin = line.find_first_not_of(" \r");
    if (begin == std::string_view::npos) return words;
    line.remove_prefix(begin);
    words.push_back(line.substr(0, line.find_first_of(" \r")));
    line.remove_prefix(words.back().size());
  }
}

Result<std::string> secret_of(std::string_view word) {
  if (word.starts_with("hex:")) {
    auto secret = from_hex(word.substr(4));
    if (secret && secret->size() == kKeyBytes) return std::move(*secret);
  }
  return bad({"the secret is not hex: and 64 digits; make one with: openssl rand -hex 32",
              "密钥须为hex:加64位十六进制数；可用openssl rand -hex 32生成"});
}

bool is_id(std::string_view id) {
  return !id.empty() && id.size() <= kKeyIdBytesMost && std::ranges::all_of(id, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

}  // namespace

KeyRing::~KeyRing() {
  for (auto& [id, key] : keys_) wipe(key.secret);
  wipe(index_secret_);
}

const KeyRing::Key* KeyRing::find(std::string_view id) const {
  const auto place = keys_.find(id);
  return place == keys_.end() ? nullptr : &place->second;
}

Status KeyRing::take_line(std::string_view line) {
  const auto words = words_of(line);
  if (words.empty() || words[0].starts_with('#')) return {};
  if (words[0] == "current" && words.size() == 2) {
    if (!current_.empty()) return bad({"`current` stands twice; keep one", "current出现两次；请只留一个"});
    current_ = words[1];
    return {};
  }
  if (words[0] == "index" && words.size() == 3) {
    if (!index_secret_.empty()) return bad({"`index` stands twice; keep one", "index出现两次；请只留一个"});
    if (words[1] != "hmac-sha256" && words[1] != "hmac-sm3")
      return bad({"an index is hmac-sha256 or hmac-sm3", "索引算法须为hmac-sha256或hmac-sm3"});
    index_digest_ = words[1] == "hmac-sm3" ? Digest::sm3 : Digest::sha256;
    ASSIGN(index_secret_, secret_of(words[2]));
    return {};
  }
  if (words[0] == "key" && words.size() == 4) {
    if (!is_id(words[1]))
      return bad({"a key's id has 1 to 32 letters, digits, - or _", "密钥编号须为1至32个字母、数字、-或_"});
    if (words[2] != "aes-256-gcm" && words[2] != "sm4-ctr-hmac-sm3")
      return bad({"a cipher is aes-256-gcm or sm4-ctr-hmac-sm3", "加密算法须为aes-256-gcm或sm4-ctr-hmac-sm3"});
    Key key{words[2] == "aes-256-gcm" ? Cipher::aes_256_gcm : Cipher::sm4_ctr_hmac_sm3, ""};
    ASSIGN(key.secret, secret_of(words[3]));
    if (!keys_.emplace(words[1], std::move(key)).second)
      return bad({fmt::format("key {} stands twice; give each its own id", words[1]),
                  fmt::format("密钥{}出现两次；请使用不同编号", words[1])});
    return {};
  }
  return bad({"a line is `key ID CIPHER hex:…`, `current ID` or `index DIGEST hex:…`",
              "每行须为“key 编号 算法 hex:…”、“current 编号”或“index 算法 hex:…”"});
}

Result<KeyRing> KeyRing::from_text(std::string_view text, const std::string& source) {
  KeyRing ring;
  const auto placed = [&](Error error, int line) {
    error.place = {source, line, 0, ""};
    return fail(std::move(error));
  };
  int line = 0;
  while (!text.empty()) {
    const std::string_view words = text.substr(0, text.find_first_of("\n;"));
    text.remove_prefix(std::min(text.size(), words.size() + 1));
    ++line;
    if (Status status = ring.take_line(words); !status) return placed(std::move(status).error(), line);
  }
  if (ring.keys_.empty() || ring.index_secret_.empty())
    return placed(bad({"a ring needs a key and an index", "密钥环须有key和index"}).error(), 0);
  if (ring.find(ring.current_) == nullptr)
    return placed(bad({"`current` has to name a key of the ring", "current须为密钥环中的密钥"}).error(), 0);
  for (const auto& [id, key] : ring.keys_) {
    if (key.secret == ring.index_secret_)
      return placed(bad({fmt::format("the index has the secret of key {}; give it its own", id),
                         fmt::format("索引与密钥{}的密钥相同；请分开", id)})
                        .error(),
                    0);
  }
  return ring;
}

Result<KeyRing> KeyRing::read(const Path& path) {
  struct stat about {};
  if (::stat(path.c_str(), &about) == 0 && (about.st_mode & 077U) != 0) {
    return input_error("secret_readable",
                       Sentence{fmt::format("others may read or write these keys (mode {:03o}); run chmod 600 {}",
                                            about.st_mode & 0777U, path.string()),
                                fmt::format("其他用户可读写该密钥文件（权限{:03o}）；请运行chmod 600 {}",
                                            about.st_mode & 0777U, path.string())},
                       {path.string(), 0, 0, ""});
  }
  ASSIGN(std::string text, read_file(path, kRingBytesMost));
  auto ring = from_text(text, path.string());
  wipe(text);
  return ring;
}

Result<KeyRing> KeyRing::from_environment(const char* variable) {
  const char* text = std::getenv(variable);
  if (text != nullptr) return from_text(text, variable);
  return input_error("bad_keyring",
                     Sentence{fmt::format("the variable {} is not set; set it to the lines of a key ring", variable),
                              fmt::format("环境变量{}未设置；请设为密钥环的内容", variable)},
                     {variable, 0, 0, ""});
}

}  // namespace qiuhao::database
