// The key of a person in all files of a workspace: the bytes of the pseudonym. People stand in its order everywhere, so
// that files of them can be merged and searched.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "columns/row_index.h"

namespace qiuhao::claims::assembly {

inline constexpr std::size_t kPersonKeyBytes = 12;

struct PersonKey {
  std::array<std::uint8_t, kPersonKeyBytes> bytes{};

  auto operator<=>(const PersonKey&) const = default;

  static PersonKey from(std::string_view raw) {
    PersonKey key;
    std::memcpy(key.bytes.data(), raw.data(), kPersonKeyBytes);
    return key;
  }
  std::string_view raw() const { return {reinterpret_cast<const char*>(bytes.data()), kPersonKeyBytes}; }
  // The first `bits` bits as a number; at most 32.
  std::uint32_t prefix(int bits) const {
    const std::uint32_t first = std::uint32_t{bytes[0]} << 24 | std::uint32_t{bytes[1]} << 16 |
                                std::uint32_t{bytes[2]} << 8 | std::uint32_t{bytes[3]};
    return bits == 0 ? 0 : first >> (32 - bits);
  }
};

// Rows that name no person stand under this key, before everybody.
inline constexpr PersonKey kNobody{};

// 24 small hexadecimal digits, and back; false for anything else.
std::string to_hex(const PersonKey& key);
bool from_hex(std::string_view text, PersonKey& key);

}  // namespace qiuhao::claims::assembly
