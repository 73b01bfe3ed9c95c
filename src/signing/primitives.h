// Digests, MACs and the block cipher over plain bytes; how messages are made of them stands in open.cpp and seal.cpp.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "signing/signing.h"

namespace qiuhao::signing {

inline constexpr std::size_t kSm4Bytes = 16;  // key and block

enum class Hash { sm3, sha256 };

std::string sm3(std::string_view text);  // 32 bytes
std::string hmac(Hash hash, std::string_view secret, std::string_view text);

// Ciphertext of a text with PKCS#7 padding; a fresh random iv in front with sm4_cbc. The key has kSm4Bytes.
std::string sm4_encrypt(Cipher cipher, std::string_view key, std::string_view clear);
// Nothing for a length that is not whole blocks, or a padding that this key does not bring out.
std::optional<std::string> sm4_decrypt(Cipher cipher, std::string_view key, std::string_view sealed);

// In a time that depends on the lengths alone.
bool is_equal_in_constant_time(std::string_view a, std::string_view b);

// Overwrites a secret before its memory goes back.
void wipe(std::string& secret);

}  // namespace qiuhao::signing
