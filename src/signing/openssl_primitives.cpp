// OpenSSL's SM3, HMAC and SM4.
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <array>
#include <memory>

#include "base/check.h"
#include "signing/primitives.h"

namespace qiuhao::signing {
namespace {

using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

CipherContext start(Cipher cipher, std::string_view key, const unsigned char* iv, bool encrypts) {
  CHECK(cipher != Cipher::none && key.size() == kSm4Bytes);
  CipherContext context(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
  const EVP_CIPHER* kind = cipher == Cipher::sm4_cbc ? EVP_sm4_cbc() : EVP_sm4_ecb();
  CHECK_NOTE(context && EVP_CipherInit_ex(context.get(), kind, nullptr, bytes_of(key), iv, encrypts ? 1 : 0) == 1,
             "this OpenSSL has no SM4");
  return context;
}

// Appends what the cipher makes of a text; false when the padding at its end is wrong.
bool run(EVP_CIPHER_CTX* context, std::string_view text, std::string& out) {
  const std::size_t before = out.size();
  out.resize(before + text.size() + kSm4Bytes);
  int written = 0;
  int rest = 0;
  CHECK(EVP_CipherUpdate(context, bytes_of(out) + before, &written, bytes_of(text), static_cast<int>(text.size())) ==
        1);
  const bool is_whole = EVP_CipherFinal_ex(context, bytes_of(out) + before + written, &rest) == 1;
  out.resize(before + static_cast<std::size_t>(written + (is_whole ? rest : 0)));
  if (!is_whole) ERR_clear_error();
  return is_whole;
}

}  // namespace

std::string sm3(std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  CHECK_NOTE(EVP_Digest(text.data(), text.size(), digest.data(), &length, EVP_sm3(), nullptr) == 1,
             "this OpenSSL has no SM3");
  return {reinterpret_cast<const char*>(digest.data()), length};
}

std::string hmac(Hash hash, std::string_view secret, std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  const EVP_MD* kind = hash == Hash::sm3 ? EVP_sm3() : EVP_sha256();
  CHECK_NOTE(HMAC(kind, secret.data(), static_cast<int>(secret.size()), bytes_of(text), text.size(), digest.data(),
                  &length) != nullptr,
             "this OpenSSL has no HMAC with this digest");
  return {reinterpret_cast<const char*>(digest.data()), length};
}

std::string sm4_encrypt(Cipher cipher, std::string_view key, std::string_view clear) {
  std::string sealed;
  if (cipher == Cipher::sm4_cbc) {
    sealed.resize(kSm4Bytes);
    CHECK_NOTE(RAND_bytes(bytes_of(sealed), static_cast<int>(kSm4Bytes)) == 1, "the system gives no random numbers");
  }
  const std::string iv = sealed;
  const CipherContext context = start(cipher, key, iv.empty() ? nullptr : bytes_of(iv), true);
  CHECK(run(context.get(), clear, sealed));
  return sealed;
}

std::optional<std::string> sm4_decrypt(Cipher cipher, std::string_view key, std::string_view sealed) {
  const std::size_t iv_bytes = cipher == Cipher::sm4_cbc ? kSm4Bytes : 0;
  if (sealed.size() < iv_bytes + kSm4Bytes || sealed.size() % kSm4Bytes != 0) return std::nullopt;
  const CipherContext context = start(cipher, key, iv_bytes == 0 ? nullptr : bytes_of(sealed), false);
  std::string clear;
  if (!run(context.get(), sealed.substr(iv_bytes), clear)) return std::nullopt;
  return clear;
}

bool is_equal_in_constant_time(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

void wipe(std::string& secret) {
  OPENSSL_cleanse(secret.data(), secret.size());
  secret.clear();
}

}  // namespace qiuhao::signing
