// XXH3 behind our own names; the only file that includes it.
#include "base/hash.h"

#include <fmt/format.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

namespace qiuhao {

std::string Hash128::hex() const { return fmt::format("{:016x}{:016x}", high, low); }

std::uint64_t hash64(std::string_view bytes) { return XXH3_64bits(bytes.data(), bytes.size()); }

Hash128 hash128(std::string_view bytes) {
  const XXH128_hash_t value = XXH3_128bits(bytes.data(), bytes.size());
  return {value.high64, value.low64};
}

struct Hasher128::State {
  XXH3_state_t value;
};

Hasher128::Hasher128() : state_(std::make_unique<State>()) { XXH3_128bits_reset(&state_->value); }
Hasher128::~Hasher128() = default;

void Hasher128::add(std::string_view bytes) { XXH3_128bits_update(&state_->value, bytes.data(), bytes.size()); }

Hash128 Hasher128::value() const {
  const XXH128_hash_t value = XXH3_128bits_digest(&state_->value);
  return {value.high64, value.low64};
}

}  // namespace qiuhao
