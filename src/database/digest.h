// Digests, MACs and ciphers over plain bytes. What is made of them stands in personal_cells.cpp and trail_bytes.cpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace qiuhao::database {

inline constexpr std::size_t kDigestBytes = 32;  // of either digest
inline constexpr std::size_t kKeyBytes = 32;     // of a key, whatever it is for

// Numbers stand in stored bytes and are never reused.
enum class Digest : std::uint8_t { sha256 = 1, sm3 = 2 };
enum class Cipher : std::uint8_t { aes_256_gcm = 1, sm4_ctr_hmac_sm3 = 2 };

std::string digest(Digest kind, std::string_view text);
std::string hmac(Digest kind, std::string_view key, std::string_view text);

// Nonce, ciphertext and tag of a text under a key of kKeyBytes, bound to `context`, which is not in it.
std::string encrypt(Cipher cipher, std::string_view key, std::string_view context, std::string_view clear);
// Nothing when any bit of key, context or bytes is another than it was.
std::optional<std::string> decrypt(Cipher cipher, std::string_view key, std::string_view context,
                                   std::string_view sealed);

std::string random_bytes(std::size_t count);
// In a time that depends on the lengths alone.
bool is_equal_in_constant_time(std::string_view a, std::string_view b);
// Overwrites a secret before its memory goes back.
void wipe(std::string& secret);

std::string to_hex(std::string_view bytes);  // lower case
// Either case; nothing for an odd length or another character.
std::optional<std::string> from_hex(std::string_view text);

// Texts one after the other, each behind its length (u32, little-endian), so that no two lists give the same bytes.
void put_bounded(std::string& out, std::string_view text);
void put_u64(std::string& out, std::uint64_t number);  // little-endian

}  // namespace qiuhao::database
