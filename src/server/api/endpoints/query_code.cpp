// Crockford's base 32.
#include "server/api/endpoints/query_code.h"

namespace qiuhao::server {
namespace {

constexpr std::string_view kLetters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t kLettersOfCode = 12;
constexpr std::size_t kGroup = 4;
constexpr unsigned kLetterBits = 0x1f;

std::string plain(std::string_view written) {
  std::string out;
  for (char c : written) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (c == 'O') c = '0';
    if (c == 'I' || c == 'L') c = '1';
    if (kLetters.find(c) != std::string_view::npos) out += c;
  }
  return out;
}

}  // namespace

std::string draw_code(const database::KeyRing& ring, std::string_view request) {
  const std::string bytes =
      request.empty() ? database::random_bytes(kLettersOfCode)
                      : database::hmac(ring.index_digest(), ring.index_secret(), "query code " + std::string(request));
  std::string code;
  for (std::size_t place = 0; place < kLettersOfCode; ++place) {
    if (place > 0 && place % kGroup == 0) code += '-';
    code += kLetters[static_cast<unsigned char>(bytes[place]) & kLetterBits];
  }
  return code;
}

bool is_same_code(std::string_view code, std::string_view written) {
  return database::is_equal_in_constant_time(plain(code), plain(written));
}

}  // namespace qiuhao::server
