// OpenSSL's SM2 for messages: keys in the forms that provinces hand out, signatures in DER or as two halves.
#include <openssl/core_names.h>
#include <openssl/err.h>

#include "signing/encoding.h"
#include "signing/openssl_key.h"
#include "signing/sm2_key.h"

namespace qiuhao::signing {
namespace {

constexpr std::size_t kPointBytes = 1 + 2 * kSignatureHalfBytes;
// SubjectPublicKeyInfo of an uncompressed point on the SM2 curve, up to the point.
constexpr std::string_view kPublicPrefixHex = "3059301306072A8648CE3D020106082A811CCF5501822D034200";

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
  const std::optional<std::string> signature = signature_under(key->key_.get(), kTrial);
  if (!signature || !key->verify(kTrial, *signature)) return std::nullopt;
  return key;
}

std::string Sm2Key::sign(std::string_view text) const {
  std::optional<std::string> signature = signature_under(key_.get(), text);
  CHECK(signature.has_value());
  return *std::move(signature);
}

bool Sm2Key::verify(std::string_view text, std::string_view signature) const {
  const bool is_halves = signature.size() == 2 * kSignatureHalfBytes;
  return is_signature_under(key_.get(), text, is_halves ? der_of_halves(signature) : std::string(signature));
}

}  // namespace qiuhao::signing
