// OpenSSL's SM3, SHA-256, HMAC, AES-GCM and SM4; the only source of this folder that includes it. OpenSSL 3.0 has no
// SM4-GCM, so SM4 runs in counter mode and its tag is an HMAC-SM3.
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <array>
#include <memory>

#include "base/check.h"
#include "database/digest.h"

namespace qiuhao::database {
namespace {

constexpr std::size_t kGcmNonce = 12;
constexpr std::size_t kGcmTag = 16;
constexpr std::size_t kCounterNonce = 16;
constexpr std::size_t kSm4Key = 16;

using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }
int length(std::string_view text) { return static_cast<int>(text.size()); }

// A secret that is overwritten when it goes.
struct Secret {
  std::string value;
  explicit Secret(std::string given) : value(std::move(given)) {}
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  ~Secret() { wipe(value); }
};

CipherContext start(const EVP_CIPHER* cipher, std::string_view key, std::string_view nonce, bool encrypts) {
  CipherContext context(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
  CHECK_NOTE(context && EVP_CipherInit_ex(context.get(), cipher, nullptr, bytes_of(key), bytes_of(nonce),
                                          encrypts ? 1 : 0) == 1,
             "this OpenSSL lacks the cipher");
  return context;
}

// The text through the cipher; of these ciphers it keeps its length.
std::string run(EVP_CIPHER_CTX* context, std::string_view context_bytes, std::string_view text) {
  int written = 0;
  if (!context_bytes.empty())
    CHECK(EVP_CipherUpdate(context, nullptr, &written, bytes_of(context_bytes), length(context_bytes)) == 1);
  std::string out(text.size(), '\0');
  CHECK(EVP_CipherUpdate(context, bytes_of(out), &written, bytes_of(text), length(text)) == 1);
  return out;
}

bool finish(EVP_CIPHER_CTX* context) {
  unsigned char rest[EVP_MAX_BLOCK_LENGTH];
  int written = 0;
  const bool is_right = EVP_CipherFinal_ex(context, rest, &written) == 1;
  if (!is_right) ERR_clear_error();
  return is_right;
}

std::string counter_tag(std::string_view key, std::string_view context, std::string_view nonce_and_text) {
  const Secret secret(hmac(Digest::sm3, key, "tag"));
  std::string bound;
  put_bounded(bound, context);
  put_bounded(bound, nonce_and_text);
  return hmac(Digest::sm3, secret.value, bound);
}

std::string through_counter(std::string_view key, std::string_view nonce, std::string_view text) {
  const Secret secret(hmac(Digest::sm3, key, "cipher"));
  const auto context = start(EVP_sm4_ctr(), std::string_view(secret.value).substr(0, kSm4Key), nonce, true);
  std::string out = run(context.get(), {}, text);
  CHECK(finish(context.get()));
  return out;
}

}  // namespace

std::string digest(Digest kind, std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> value{};
  unsigned bytes = 0;
  CHECK_NOTE(EVP_Digest(text.data(), text.size(), value.data(), &bytes, kind == Digest::sm3 ? EVP_sm3() : EVP_sha256(),
                        nullptr) == 1,
             "this OpenSSL lacks the digest");
  return {reinterpret_cast<const char*>(value.data()), bytes};
}

std::string hmac(Digest kind, std::string_view key, std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> value{};
  unsigned bytes = 0;
  CHECK_NOTE(HMAC(kind == Digest::sm3 ? EVP_sm3() : EVP_sha256(), key.data(), length(key), bytes_of(text), text.size(),
                  value.data(), &bytes) != nullptr,
             "this OpenSSL lacks the digest");
  return {reinterpret_cast<const char*>(value.data()), bytes};
}

std::string encrypt(Cipher cipher, std::string_view key, std::string_view context, std::string_view clear) {
  CHECK(key.size() == kKeyBytes);
  if (cipher == Cipher::sm4_ctr_hmac_sm3) {
    std::string sealed = random_bytes(kCounterNonce);
    sealed += through_counter(key, sealed, clear);
    return sealed + counter_tag(key, context, sealed);
  }
  std::string sealed = random_bytes(kGcmNonce);
  const auto running = start(EVP_aes_256_gcm(), key, sealed, true);
  sealed += run(running.get(), context, clear);
  CHECK(finish(running.get()));
  std::string tag(kGcmTag, '\0');
  CHECK(EVP_CIPHER_CTX_ctrl(running.get(), EVP_CTRL_GCM_GET_TAG, length(tag), tag.data()) == 1);
  return sealed + tag;
}

std::optional<std::string> decrypt(Cipher cipher, std::string_view key, std::string_view context,
                                   std::string_view sealed) {
  CHECK(key.size() == kKeyBytes);
  const bool is_counter = cipher == Cipher::sm4_ctr_hmac_sm3;
  const std::size_t nonce_bytes = is_counter ? kCounterNonce : kGcmNonce;
  const std::size_t tag_bytes = is_counter ? kDigestBytes : kGcmTag;
  if (sealed.size() < nonce_bytes + tag_bytes) return std::nullopt;
  const std::string_view nonce = sealed.substr(0, nonce_bytes);
  const std::string_view text = sealed.substr(nonce_bytes, sealed.size() - nonce_bytes - tag_bytes);
  std::string tag(sealed.substr(sealed.size() - tag_bytes));
  if (is_counter) {
    const std::string right = counter_tag(key, context, sealed.substr(0, sealed.size() - tag_bytes));
    if (!is_equal_in_constant_time(tag, right)) return std::nullopt;
    return through_counter(key, nonce, text);
  }
  const auto running = start(EVP_aes_256_gcm(), key, nonce, false);
  std::string clear = run(running.get(), context, text);
  CHECK(EVP_CIPHER_CTX_ctrl(running.get(), EVP_CTRL_GCM_SET_TAG, length(tag), tag.data()) == 1);
  if (finish(running.get())) return clear;
  wipe(clear);
  return std::nullopt;
}

std::string random_bytes(std::size_t count) {
  std::string bytes(count, '\0');
  CHECK_NOTE(RAND_bytes(bytes_of(bytes), length(bytes)) == 1, "the system gives no random numbers");
  return bytes;
}

bool is_equal_in_constant_time(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

void wipe(std::string& secret) {
  OPENSSL_cleanse(secret.data(), secret.size());
  secret.clear();
}

}  // namespace qiuhao::database
