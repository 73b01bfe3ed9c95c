// SM2 keys: signing and verifying with SM3 and the user id 1234567812345678 (GB/T 32918.2, GM/T 0009).
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct evp_pkey_st;  // OpenSSL's, so that its headers stay in the .cpp

namespace qiuhao::signing {

// One half of a pair, or both. Immutable; copies share the key. Safe for several threads.
class Sm2Key {
 public:
  // Nothing for a text that holds no public key on the SM2 curve.
  static std::optional<Sm2Key> from_public_pem(std::string_view pem);
  // Nothing for a text that holds no private key on the SM2 curve, one under a passphrase, or halves that do not match.
  static std::optional<Sm2Key> from_private_pem(std::string_view pem);

  std::string sign(std::string_view text) const;  // DER; needs the private half
  // The signature in DER, or 64 bytes r and s.
  bool verify(std::string_view text, std::string_view signature) const;

 private:
  explicit Sm2Key(evp_pkey_st* key);
  static std::optional<Sm2Key> only_sm2(evp_pkey_st* key);
  std::shared_ptr<evp_pkey_st> key_;
};

}  // namespace qiuhao::signing
