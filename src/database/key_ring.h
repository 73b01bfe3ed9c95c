// Keys of personal data: each has an id, so that values say which one opens them, and old ones still do.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/files.h"
#include "base/result.h"
#include "database/digest.h"

namespace qiuhao::database {

inline constexpr std::size_t kKeyIdBytesMost = 32;

// Read from lines, in any order; empty lines and those that begin with # are passed over:
//
//   key 2026a aes-256-gcm hex:…64 digits…          the id, the cipher, 32 bytes
//   key 2027a sm4-ctr-hmac-sm3 hex:…
//   current 2027a                                   what new values are encrypted with
//   index hmac-sha256 hex:…                         or hmac-sm3; for exact search; never changes while values stand
//
// A copy of a ring cannot be made by accident, and its secrets are overwritten when it goes.
class KeyRing {
 public:
  struct Key {
    Cipher cipher = Cipher::aes_256_gcm;
    std::string secret;
  };

  // The file has to be readable by its owner alone. Errors: "secret_readable", "bad_keyring" with the line, and those
  // of reading. No error tells a secret.
  static Result<KeyRing> read(const Path& path);
  // The lines as the value of an environment variable, parted by line feeds or `;`. "bad_keyring" when it is not set.
  static Result<KeyRing> from_environment(const char* variable);
  static Result<KeyRing> from_text(std::string_view text, const std::string& source);

  KeyRing(KeyRing&&) noexcept = default;
  KeyRing& operator=(KeyRing&&) = delete;
  ~KeyRing();

  const std::string& current_id() const { return current_; }
  const Key& current() const { return keys_.at(current_); }
  const Key* find(std::string_view id) const;
  Digest index_digest() const { return index_digest_; }
  const std::string& index_secret() const { return index_secret_; }

 private:
  KeyRing() = default;
  Status take_line(std::string_view line);
  std::map<std::string, Key, std::less<>> keys_;
  std::string current_;
  Digest index_digest_ = Digest::sha256;
  std::string index_secret_;
};

}  // namespace qiuhao::database
