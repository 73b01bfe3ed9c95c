// OpenSSL's SM2; one of the two files that include it.
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include "base/check.h"
#include "signing/encoding.h"
#include "signing/sm2_key.h"

namespace qiuhao::signing {
namespace {

constexpr std::string_view kUserId = "1234567812345678";
constexpr std::size_t kHalfBytes = 32;
constexpr std::size_t kPointBytes = 1 + 2 * kHalfBytes;
// SubjectPublicKeyInfo of an uncompressed point on the SM2 curve, up to the point.
constexpr std::string_view kPublicPrefixHex = "3059301306072A8648CE3D020106082A811CCF5501822D034200";

using KeyContext = std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)>;
using Buffer = std::unique_ptr<BIO, decltype(&BIO_free)>;

// A context for a text's signature with the user id set; both parts die together.
struct SignatureContext {
  explicit SignatureContext(EVP_PKEY* key)
      : key_context(EVP_PKEY_CTX_new(key, nullptr), &EVP_PKEY_CTX_free),
        digest_context(EVP_MD_CTX_new(), &EVP_MD_CTX_free) {
    CHECK(key_context && digest_context);
    CHECK(EVP_PKEY_CTX_set1_id(key_context.get(), kUserId.data(), static_cast<int>(kUserId.size())) == 1);
    EVP_MD_CTX_set_pkey_ctx(digest_context.get(), key_context.get());
  }

  KeyContext key_context;
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> digest_context;
};

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

Buffer buffer_of(std::string_view text) {
  Buffer buffer(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), &BIO_free);
  CHECK(buffer != nullptr);
  return buffer;
}

// OpenSSL would ask the terminal for a passphrase.
int no_passphrase(char*, int, int, void*) { return -1; }

// The usual form of a public key, read twelve times as fast as OpenSSL's decoders do: provinces have 100,000 of them.
EVP_PKEY* usual_public_key(std::string_view pem) {
  constexpr std::string_view kBegin = "-----BEGIN PUBLIC KEY-----";
  constexpr std::string_view kEnd = "-----END PUBLIC KEY-----";
  const std::size_t begin = pem.find(kBegin);
  const std::size_t end = pem.find(kEnd);
  if (begin == std::string_view::npos || end == std::string_view::npos || end < begin) return nullptr;
  const std::size_t body = begin + kBegin.size();
  std::optional<std::string> der = from_base64(pem.substr(body, end - body));
  const std::string prefix = *from_hex(kPublicPrefixHex);
  if (!der || der->size() != prefix.size() + kPointBytes || !der->starts_with(prefix)) return nullptr;

  std::string group = "SM2";
  const OSSL_PARAM parameters[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group.data(), 0),
      OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, der->data() + prefix.size(), kPointBytes),
      OSSL_PARAM_construct_end()};
  const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "SM2", nullptr), &EVP_PKEY_CTX_free);
  CHECK_NOTE(context && EVP_PKEY_fromdata_init(context.get()) == 1, "this OpenSSL has no SM2");
  EVP_PKEY* key = nullptr;
  EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, const_cast<OSSL_PARAM*>(parameters));
  return key;
}

// 64 bytes r and s as DER; "" when it cannot be.
std::string der_of_halves(std::string_view halves) {
  const std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> pair(ECDSA_SIG_new(), &ECDSA_SIG_free);
  CHECK(pair != nullptr);
  BIGNUM* r = BN_bin2bn(bytes_of(halves), static_cast<int>(kHalfBytes), nullptr);
  BIGNUM* s = BN_bin2bn(bytes_of(halves) + kHalfBytes, static_cast<int>(kHalfBytes), nullptr);
  CHECK(r != nullptr && s != nullptr && ECDSA_SIG_set0(pair.get(), r, s) == 1);
  unsigned char* der = nullptr;
  const int length = i2d_ECDSA_SIG(pair.get(), &der);
  CHECK(length > 0);
  std::string text(reinterpret_cast<const char*>(der), static_cast<std::size_t>(length));
  OPENSSL_free(der);
  return text;
}

// Nothing where the key is none to sign with.
std::optional<std::string> signature_of(EVP_PKEY* key, std::string_view text) {
  const SignatureContext context(key);
  EVP_MD_CTX* digest = context.digest_context.get();
  CHECK_NOTE(EVP_DigestSignInit(digest, nullptr, EVP_sm3(), nullptr, key) == 1, "this OpenSSL has no SM2");
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

}  // namespace

Sm2Key::Sm2Key(evp_pkey_st* key) : key_(key, &EVP_PKEY_free) {}

std::optional<Sm2Key> Sm2Key::only_sm2(evp_pkey_st* key) {
  ERR_clear_error();
  if (key == nullptr) return std::nullopt;
  Sm2Key owner(key);
  if (EVP_PKEY_is_a(key, "SM2") != 1) return std::nullopt;
  return owner;
}

std::optional<Sm2Key> Sm2Key::from_public_pem(std::string_view pem) {
  if (EVP_PKEY* usual = usual_public_key(pem)) return only_sm2(usual);
  return only_sm2(PEM_read_bio_PUBKEY(buffer_of(pem).get(), nullptr, &no_passphrase, nullptr));
}

std::optional<Sm2Key> Sm2Key::from_private_pem(std::string_view pem) {
  std::optional<Sm2Key> key = only_sm2(PEM_read_bio_PrivateKey(buffer_of(pem).get(), nullptr, &no_passphrase, nullptr));
  if (!key) return std::nullopt;
  // A pair whose halves do not match would sign what nobody can verify.
  constexpr std::string_view kTrial = "trial";
  const std::optional<std::string> signature = signature_of(key->key_.get(), kTrial);
  if (!signature || !key->verify(kTrial, *signature)) return std::nullopt;
  return key;
}

std::string Sm2Key::sign(std::string_view text) const {
  std::optional<std::string> signature = signature_of(key_.get(), text);
  CHECK(signature.has_value());
  return *std::move(signature);
}

bool Sm2Key::verify(std::string_view text, std::string_view signature) const {
  const std::string der = signature.size() == 2 * kHalfBytes ? der_of_halves(signature) : std::string(signature);
  const SignatureContext context(key_.get());
  EVP_MD_CTX* digest = context.digest_context.get();
  CHECK_NOTE(EVP_DigestVerifyInit(digest, nullptr, EVP_sm3(), nullptr, key_.get()) == 1, "this OpenSSL has no SM2");
  const bool is_right = EVP_DigestVerify(digest, bytes_of(der), der.size(), bytes_of(text), text.size()) == 1;
  ERR_clear_error();
  return is_right;
}

}  // namespace qiuhao::signing
