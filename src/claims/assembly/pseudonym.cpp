// The key file, and OpenSSL's HMAC.
#include "claims/assembly/pseudonym.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "base/check.h"
#include "base/hash.h"

namespace qiuhao::claims::assembly {
namespace {

// Written beside and renamed, so that a crash leaves no half of a key.
Status make_key(const Path& path) {
  std::array<unsigned char, kPseudonymKeyBytes> key{};
  if (RAND_bytes(key.data(), static_cast<int>(key.size())) != 1)
    return system_error("no_randomness", "the system gives no random bytes for the key of pseudonyms; try again");
  const Path beside = path.string() + ".writing";
  ::unlink(beside.c_str());
  const int file = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  const bool written =
      file >= 0 && ::write(file, key.data(), key.size()) == static_cast<ssize_t>(key.size()) && ::fsync(file) == 0;
  const int why = errno;
  if (file >= 0) ::close(file);
  if (!written || ::rename(beside.c_str(), path.c_str()) != 0) {
    ::unlink(beside.c_str());
    return system_error(
        why == ENOSPC ? "disk_full" : "file_error",
        fmt::format("cannot write: {}; make room or give this user the right to it", std::strerror(why)),
        {path.string(), 0, 0, ""});
  }
  return sync_path(path.parent_path());
}

}  // namespace

Result<Pseudonyms> Pseudonyms::open(const Path& workspace) {
  const Path path = workspace / "secret" / "pseudonym.key";
  TRY(make_folder(path.parent_path()));
  ::chmod(path.parent_path().c_str(), 0700);
  Pseudonyms pseudonyms;
  auto key = read_file(path, 4096);
  if (!key && key.error().code == "no_such_file") {
    TRY(make_key(path));
    key = read_file(path, 4096);
  }
  if (!key) return fail(key.error());
  if (key->size() != kPseudonymKeyBytes) {
    return system_error(
        "damaged_key",
        fmt::format("holds {} bytes instead of {}; restore it from a backup, for another key would make "
                    "another person of everyone",
                    key->size(), kPseudonymKeyBytes),
        {path.string(), 0, 0, ""});
  }
  pseudonyms.key_ = std::move(*key);
  return pseudonyms;
}

PersonKey Pseudonyms::key_of(std::string_view psn_no) const {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int length = 0;
  const auto* made = HMAC(EVP_sha256(), key_.data(), static_cast<int>(key_.size()),
                          reinterpret_cast<const unsigned char*>(psn_no.data()), psn_no.size(), digest, &length);
  CHECK(made != nullptr && length == 32);
  return PersonKey::from({reinterpret_cast<const char*>(digest), kPersonKeyBytes});
}

const PersonKey& PseudonymCache::of(std::string_view psn_no) {
  Entry& entry = entries_[hash64(psn_no) % entries_.size()];
  if (entry.psn_no != psn_no || psn_no.empty()) {
    entry.key = pseudonyms_->key_of(psn_no);
    entry.psn_no = psn_no;
  }
  return entry.key;
}

std::string to_hex(const PersonKey& key) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (const std::uint8_t byte : key.bytes) {
    text += kDigits[byte >> 4];
    text += kDigits[byte & 15];
  }
  return text;
}

bool from_hex(std::string_view text, PersonKey& key) {
  if (text.size() != kPseudonymDigits) return false;
  for (std::size_t digit = 0; digit < text.size(); ++digit) {
    const char letter = text[digit];
    const int value = letter >= '0' && letter <= '9'   ? letter - '0'
                      : letter >= 'a' && letter <= 'f' ? letter - 'a' + 10
                                                       : -1;
    if (value < 0) return false;
    std::uint8_t& byte = key.bytes[digit / 2];
    byte = static_cast<std::uint8_t>(digit % 2 == 0 ? value << 4 : byte | value);
  }
  return true;
}

}  // namespace qiuhao::claims::assembly
