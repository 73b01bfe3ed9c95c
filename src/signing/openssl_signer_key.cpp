// Over OpenSSL's keys. SM2's r and s stand as two halves of 32 bytes: DER can be written in several ways.
#include <openssl/err.h>

#include <array>
#include <utility>

#include "signing/encoding.h"
#include "signing/openssl_key.h"
#include "signing/signer_key.h"

namespace qiuhao::signing {
namespace {

constexpr std::array<std::pair<KeyKind, const char*>, 2> kOpenSslNames = {
    {{KeyKind::sm2, "SM2"}, {KeyKind::ed25519, "ED25519"}}};

std::string text_of(BIO* buffer) {
  char* begin = nullptr;
  const long length = BIO_get_mem_data(buffer, &begin);
  CHECK(length > 0);
  return {begin, static_cast<std::size_t>(length)};
}

Buffer empty_buffer(bool is_secret) {
  Buffer buffer(BIO_new(is_secret ? BIO_s_secmem() : BIO_s_mem()), &BIO_free);
  CHECK(buffer != nullptr);
  return buffer;
}

}  // namespace

std::string_view name_of(KeyKind kind) { return kind == KeyKind::sm2 ? "sm2" : "ed25519"; }

std::optional<KeyKind> key_kind_named(std::string_view name) {
  for (const KeyKind kind : {KeyKind::sm2, KeyKind::ed25519}) {
    if (name_of(kind) == name) return kind;
  }
  return std::nullopt;
}

std::optional<SignerKey> SignerKey::of_known_kind(evp_pkey_st* key) {
  ERR_clear_error();
  if (key == nullptr) return std::nullopt;
  std::shared_ptr<evp_pkey_st> owner(key, &EVP_PKEY_free);
  for (const auto& [kind, name] : kOpenSslNames) {
    if (EVP_PKEY_is_a(key, name) == 1) return SignerKey(std::move(owner), kind);
  }
  return std::nullopt;
}

SignerKey SignerKey::generate(KeyKind kind) {
  const char* name = kOpenSslNames[static_cast<std::size_t>(kind)].second;
  auto key = of_known_kind(EVP_PKEY_Q_keygen(nullptr, nullptr, name));
  CHECK_NOTE(key && key->kind() == kind, "this OpenSSL makes no such key");
  return *std::move(key);
}

std::optional<SignerKey> SignerKey::from_private_pem(std::string_view pem) {
  auto key = of_known_kind(PEM_read_bio_PrivateKey(buffer_of(pem).get(), nullptr, &no_passphrase, nullptr));
  if (!key) return std::nullopt;
  // A pair whose halves do not match would sign what nobody can verify.
  constexpr std::string_view kTrial = "trial";
  const auto signature = signature_under(key->key_.get(), kTrial, key->kind_ == KeyKind::sm2);
  if (!signature || !is_signature_under(key->key_.get(), kTrial, *signature, key->kind_ == KeyKind::sm2))
    return std::nullopt;
  return key;
}

std::optional<SignerKey> SignerKey::from_public_pem(std::string_view pem) {
  return of_known_kind(PEM_read_bio_PUBKEY(buffer_of(pem).get(), nullptr, &no_passphrase, nullptr));
}

std::optional<SignerKey> SignerKey::from_public_der(std::string_view der) {
  const unsigned char* begin = bytes_of(der);
  auto key = of_known_kind(d2i_PUBKEY(nullptr, &begin, static_cast<long>(der.size())));
  if (!key || key->public_der() != der) return std::nullopt;
  return key;
}

std::string SignerKey::public_der() const {
  unsigned char* der = nullptr;
  const int length = i2d_PUBKEY(key_.get(), &der);
  CHECK(length > 0);
  std::string bytes(reinterpret_cast<const char*>(der), static_cast<std::size_t>(length));
  OPENSSL_free(der);
  return bytes;
}

std::string SignerKey::public_pem() const {
  const Buffer buffer = empty_buffer(false);
  CHECK(PEM_write_bio_PUBKEY(buffer.get(), key_.get()) == 1);
  return text_of(buffer.get());
}

std::string SignerKey::private_pem() const {
  const Buffer buffer = empty_buffer(true);
  CHECK(PEM_write_bio_PKCS8PrivateKey(buffer.get(), key_.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1);
  return text_of(buffer.get());
}

std::string SignerKey::fingerprint() const {
  const std::string der = public_der();
  std::array<unsigned char, 32> value{};
  CHECK(EVP_Digest(der.data(), der.size(), value.data(), nullptr, EVP_sha256(), nullptr) == 1);
  std::string hex = to_hex({reinterpret_cast<const char*>(value.data()), value.size()});
  for (char& digit : hex) {
    if (digit >= 'A') digit = static_cast<char>(digit - 'A' + 'a');
  }
  return hex;
}

std::string SignerKey::sign(std::string_view text) const {
  std::optional<std::string> signature = signature_under(key_.get(), text, kind_ == KeyKind::sm2);
  if (signature && kind_ == KeyKind::sm2) signature = halves_of_der(*signature);
  CHECK(signature && signature->size() == kSignatureBytes);
  return *std::move(signature);
}

bool SignerKey::verify(std::string_view text, std::string_view signature) const {
  if (signature.size() != kSignatureBytes) return false;
  const bool is_sm2 = kind_ == KeyKind::sm2;
  return is_signature_under(key_.get(), text, is_sm2 ? der_of_halves(signature) : std::string(signature), is_sm2);
}

}  // namespace qiuhao::signing
