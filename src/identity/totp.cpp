// Codes, by OpenSSL's HMAC.
#include "identity/totp.h"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>

#include "base/check.h"
#include "database/digest.h"

namespace qiuhao::identity {
namespace {

const EVP_MD* digest_of(CodeHash hash) {
  switch (hash) {
    case CodeHash::sha1: return EVP_sha1();
    case CodeHash::sha256: return EVP_sha256();
    case CodeHash::sha512: return EVP_sha512();
  }
  return nullptr;
}

}  // namespace

std::string totp_code(std::string_view secret, std::int64_t step, int digits, CodeHash hash) {
  CHECK(digits >= 6 && digits <= 9);
  std::array<unsigned char, 8> message{};
  for (std::size_t index = 0; index < message.size(); ++index)
    message[index] = static_cast<unsigned char>(static_cast<std::uint64_t>(step) >> (56 - 8 * index));
  std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
  unsigned int size = 0;
  CHECK(HMAC(digest_of(hash), secret.data(), static_cast<int>(secret.size()), message.data(), message.size(),
             mac.data(), &size) != nullptr);
  const std::size_t offset = mac.at(size - 1) & 0x0fU;
  std::uint32_t number = mac.at(offset) & 0x7fU;
  for (std::size_t index = 1; index < 4; ++index) number = number << 8 | mac.at(offset + index);
  std::uint32_t limit = 1;
  for (int digit = 0; digit < digits; ++digit) limit *= 10;
  return fmt::format("{:0{}}", number % limit, digits);
}

std::optional<std::int64_t> step_of_code(std::string_view secret, std::string_view code, Seconds now,
                                         std::int64_t used) {
  const std::int64_t current = now / kCodeSeconds;
  std::optional<std::int64_t> found;
  for (std::int64_t step = current - 1; step <= current + 1; ++step) {
    const bool is_equal = database::is_equal_in_constant_time(totp_code(secret, step), code);
    if (is_equal && step > used && !found) found = step;
  }
  return found;
}

std::string base32(std::string_view bytes) {
  constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string text;
  std::uint32_t held = 0;
  int bits = 0;
  for (const char byte : bytes) {
    held = held << 8 | static_cast<unsigned char>(byte);
    for (bits += 8; bits >= 5; bits -= 5) text += kLetters[(held >> (bits - 5)) & 31];
    held &= (1U << bits) - 1;
  }
  if (bits > 0) text += kLetters[(held << (5 - bits)) & 31];
  return text;
}

std::string totp_uri(std::string_view login, std::string_view secret) {
  return fmt::format("otpauth://totp/Qiuhao:{}?secret={}&issuer=Qiuhao", login, base32(secret));
}

}  // namespace qiuhao::identity
