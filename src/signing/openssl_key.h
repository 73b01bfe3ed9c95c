// What sources about pairs of keys share of OpenSSL; whoever includes this includes OpenSSL.
#pragma once

#include <openssl/evp.h>
#include <openssl/pem.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/check.h"

namespace qiuhao::signing {

inline constexpr std::string_view kSm2UserId = "1234567812345678";
inline constexpr std::size_t kSignatureHalfBytes = 32;  // of r, and of s

using KeyContext = std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)>;
using Buffer = std::unique_ptr<BIO, decltype(&BIO_free)>;

// A context for a text's signature, with the user id set where the key is SM2; both parts die together.
struct SignatureContext {
  explicit SignatureContext(EVP_PKEY* key, bool is_sm2 = true)
      : key_context(is_sm2 ? EVP_PKEY_CTX_new(key, nullptr) : nullptr, &EVP_PKEY_CTX_free),
        digest_context(EVP_MD_CTX_new(), &EVP_MD_CTX_free) {
    CHECK(digest_context != nullptr);
    if (!is_sm2) return;
    CHECK(key_context &&
          EVP_PKEY_CTX_set1_id(key_context.get(), kSm2UserId.data(), static_cast<int>(kSm2UserId.size())) == 1);
    EVP_MD_CTX_set_pkey_ctx(digest_context.get(), key_context.get());
  }

  KeyContext key_context;
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> digest_context;
};

inline const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

inline Buffer buffer_of(std::string_view text) {
  Buffer buffer(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), &BIO_free);
  CHECK(buffer != nullptr);
  return buffer;
}

// OpenSSL would ask the terminal for a passphrase.
inline int no_passphrase(char*, int, int, void*) { return -1; }

// With SM3 where the key is SM2. Nothing where the key is none to sign with.
std::optional<std::string> signature_under(EVP_PKEY* key, std::string_view text, bool is_sm2 = true);
bool is_signature_under(EVP_PKEY* key, std::string_view text, std::string_view signature, bool is_sm2 = true);

// 64 bytes r and s as DER.
std::string der_of_halves(std::string_view halves);
// The other way; nothing for what is no DER of two numbers of 32 bytes at most.
std::optional<std::string> halves_of_der(std::string_view der);

}  // namespace qiuhao::signing
