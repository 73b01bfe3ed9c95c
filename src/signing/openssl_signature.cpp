// Signatures of OpenSSL's keys, in DER and as two halves.
#include <openssl/ecdsa.h>
#include <openssl/err.h>

#include "signing/openssl_key.h"

namespace qiuhao::signing {
namespace {

using Halves = std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)>;

const EVP_MD* digest_for(bool is_sm2) { return is_sm2 ? EVP_sm3() : nullptr; }

}  // namespace

std::optional<std::string> signature_under(EVP_PKEY* key, std::string_view text, bool is_sm2) {
  const SignatureContext context(key, is_sm2);
  EVP_MD_CTX* digest = context.digest_context.get();
  CHECK_NOTE(EVP_DigestSignInit(digest, nullptr, digest_for(is_sm2), nullptr, key) == 1, "this OpenSSL has no SM2");
  std::size_t length = 0;
  CHECK(EVP_DigestSign(digest, nullptr, &length, bytes_of(text), text.size()) == 1);
  std::string signature(length, '\0');
  auto* out = reinterpret_cast<unsigned char*>(signature.data());
  const bool is_signed = EVP_DigestSign(digest, out, &length, bytes_of(text), text.size()) == 1;
  ERR_clear_error();
  if (!is_signed) return std::nullopt;
  signature.resize(length);
  return signature;
}

bool is_signature_under(EVP_PKEY* key, std::string_view text, std::string_view signature, bool is_sm2) {
  const SignatureContext context(key, is_sm2);
  EVP_MD_CTX* digest = context.digest_context.get();
  CHECK_NOTE(EVP_DigestVerifyInit(digest, nullptr, digest_for(is_sm2), nullptr, key) == 1, "this OpenSSL has no SM2");
  const bool is_right =
      EVP_DigestVerify(digest, bytes_of(signature), signature.size(), bytes_of(text), text.size()) == 1;
  ERR_clear_error();
  return is_right;
}

std::string der_of_halves(std::string_view halves) {
  const Halves pair(ECDSA_SIG_new(), &ECDSA_SIG_free);
  CHECK(pair != nullptr && halves.size() == 2 * kSignatureHalfBytes);
  BIGNUM* r = BN_bin2bn(bytes_of(halves), static_cast<int>(kSignatureHalfBytes), nullptr);
  BIGNUM* s = BN_bin2bn(bytes_of(halves) + kSignatureHalfBytes, static_cast<int>(kSignatureHalfBytes), nullptr);
  CHECK(r != nullptr && s != nullptr && ECDSA_SIG_set0(pair.get(), r, s) == 1);
  unsigned char* der = nullptr;
  const int length = i2d_ECDSA_SIG(pair.get(), &der);
  CHECK(length > 0);
  std::string text(reinterpret_cast<const char*>(der), static_cast<std::size_t>(length));
  OPENSSL_free(der);
  return text;
}

std::optional<std::string> halves_of_der(std::string_view der) {
  const unsigned char* begin = bytes_of(der);
  const Halves pair(d2i_ECDSA_SIG(nullptr, &begin, static_cast<long>(der.size())), &ECDSA_SIG_free);
  ERR_clear_error();
  if (pair == nullptr) return std::nullopt;
  std::string halves(2 * kSignatureHalfBytes, '\0');
  auto* out = reinterpret_cast<unsigned char*>(halves.data());
  constexpr int kBytes = static_cast<int>(kSignatureHalfBytes);
  if (BN_bn2binpad(ECDSA_SIG_get0_r(pair.get()), out, kBytes) != kBytes ||
      BN_bn2binpad(ECDSA_SIG_get0_s(pair.get()), out + kSignatureHalfBytes, kBytes) != kBytes)
    return std::nullopt;
  return halves;
}

}  // namespace qiuhao::signing
