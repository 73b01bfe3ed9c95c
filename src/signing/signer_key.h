// Keys of those who sign for others to check years later: SM2 (GB/T 32918.2, with SM3) or Ed25519 (RFC 8032), as PEM.
// A signature is 64 bytes in one form alone, so that a signed file cannot be written in two ways.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct evp_pkey_st;  // OpenSSL's, so that its headers stay in the .cpp

namespace qiuhao::signing {

inline constexpr std::size_t kSignatureBytes = 64;

enum class KeyKind : std::uint8_t { sm2, ed25519 };
std::string_view name_of(KeyKind kind);  // "sm2", "ed25519"
std::optional<KeyKind> key_kind_named(std::string_view name);

// The public half, or both. Immutable; copies share the key. Safe for several threads.
class SignerKey {
 public:
  static SignerKey generate(KeyKind kind);
  // Nothing for a text that holds no private key of these kinds, one under a passphrase, or halves that do not match.
  static std::optional<SignerKey> from_private_pem(std::string_view pem);
  static std::optional<SignerKey> from_public_pem(std::string_view pem);
  // SubjectPublicKeyInfo, whole: nothing for anything that public_der() would not give.
  static std::optional<SignerKey> from_public_der(std::string_view der);

  KeyKind kind() const { return kind_; }
  std::string public_der() const;
  std::string public_pem() const;
  std::string private_pem() const;  // PKCS#8 without a passphrase; needs the private half; wipe it
  // SHA-256 of public_der(), 64 hex digits in lower case: openssl pkey -pubin -outform DER | sha256sum
  std::string fingerprint() const;

  std::string sign(std::string_view text) const;  // kSignatureBytes; needs the private half
  bool verify(std::string_view text, std::string_view signature) const;

 private:
  SignerKey(std::shared_ptr<evp_pkey_st> key, KeyKind kind) : key_(std::move(key)), kind_(kind) {}
  static std::optional<SignerKey> of_known_kind(evp_pkey_st* key);

  std::shared_ptr<evp_pkey_st> key_;
  KeyKind kind_;
};

}  // namespace qiuhao::signing
