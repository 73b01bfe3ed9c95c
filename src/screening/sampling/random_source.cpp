// SHA-256 by OpenSSL.
#include "screening/sampling/random_source.h"

#include <openssl/evp.h>

#include <numeric>

#include "base/check.h"

namespace qiuhao::screening {

struct Sha256::State {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  ~State() { EVP_MD_CTX_free(context); }
  void begin() const { CHECK(EVP_DigestInit_ex(context, EVP_sha256(), nullptr) == 1); }
};

Sha256::Sha256() : state_(std::make_unique<State>()) {
  CHECK(state_->context != nullptr);
  state_->begin();
}
Sha256::~Sha256() = default;

void Sha256::add(std::string_view bytes) { CHECK(EVP_DigestUpdate(state_->context, bytes.data(), bytes.size()) == 1); }

Digest Sha256::value() {
  Digest digest{};
  unsigned int size = 0;
  CHECK(EVP_DigestFinal_ex(state_->context, digest.data(), &size) == 1 && size == digest.size());
  state_->begin();
  return digest;
}

Digest sha256(std::string_view bytes) {
  Sha256 hash;
  hash.add(bytes);
  return hash.value();
}

Result<Digest> sha256_of_file(const Path& file) {
  Sha256 hash;
  TRY(read_blocks(file, [&](std::string_view block) { hash.add(block); }));
  return hash.value();
}

std::string hex(const Digest& digest) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (const unsigned char byte : digest) {
    text += kDigits[byte >> 4];
    text += kDigits[byte & 15];
  }
  return text;
}

bool read_hex(std::string_view text, Digest& digest) {
  if (text.size() != 2 * digest.size()) return false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char letter = text[at];
    const int value = letter >= '0' && letter <= '9'   ? letter - '0'
                      : letter >= 'a' && letter <= 'f' ? letter - 'a' + 10
                                                       : -1;
    if (value < 0) return false;
    unsigned char& byte = digest[at / 2];
    byte = static_cast<unsigned char>(at % 2 == 0 ? value << 4 : byte | value);
  }
  return true;
}

namespace {

std::string_view bytes_of(const Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

}  // namespace

Digest draw_key(const Digest& seed, std::string_view public_value) {
  Sha256 hash;
  hash.add("qiuhao draw 1\n");
  hash.add(bytes_of(seed));
  hash.add(public_value);
  return hash.value();
}

RandomSource::RandomSource(const Digest& key, std::string_view label) : prefix_(bytes_of(key)) {
  prefix_ += label;
  prefix_ += '\0';
}

std::uint64_t RandomSource::word() {
  if (next_ == words_.size()) {
    std::array<char, 8> counter{};
    for (std::size_t at = 0; at < 8; ++at) counter[at] = static_cast<char>(block_ >> (56 - 8 * at));
    ++block_;
    hash_.add(prefix_);
    hash_.add({counter.data(), counter.size()});
    const Digest digest = hash_.value();
    for (std::size_t index = 0; index < words_.size(); ++index) {
      std::uint64_t value = 0;
      for (std::size_t byte = 0; byte < 8; ++byte) value = value << 8 | digest[8 * index + byte];
      words_[index] = value;
    }
    next_ = 0;
  }
  return words_[next_++];
}

std::uint64_t RandomSource::below(std::uint64_t bound) {
  CHECK(bound > 0);
  const std::uint64_t left_over = (0 - bound) % bound;  // 2^64 mod bound
  for (;;) {
    const std::uint64_t value = word();
    if (value <= ~std::uint64_t{0} - left_over) return value % bound;
  }
}

std::vector<std::uint32_t> shuffled(RandomSource& source, std::uint32_t count, std::uint32_t wanted) {
  CHECK(wanted <= count);
  std::vector<std::uint32_t> order(count);
  std::iota(order.begin(), order.end(), 0);
  for (std::uint32_t at = 0; at < wanted; ++at) {
    const auto other = at + static_cast<std::uint32_t>(source.below(count - at));
    std::swap(order[at], order[other]);
  }
  order.resize(wanted);
  return order;
}

}  // namespace qiuhao::screening
