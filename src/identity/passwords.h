// Passwords: rules, and Argon2id (RFC 9106) with its parameters beside each hash.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace qiuhao::identity {

inline constexpr std::size_t kPasswordCharactersLeast = 10;
inline constexpr std::size_t kPasswordBytesMost = 128;

// RFC 9106's second recommendation but for one lane, since a sign-in has one core.
struct HashCost {
  std::uint32_t memory_kib = 64 << 10;
  std::uint32_t passes = 3;
  std::uint32_t lanes = 1;

  bool operator==(const HashCost&) const = default;
};

// What may become a password of this login. Errors: "password_too_short", "password_too_long", "password_too_simple"
// (of fewer than three kinds of characters when shorter than 16, or of few different ones), "password_holds_login",
// "password_is_common"; no error tells the password.
Status check_password(std::string_view login, std::string_view password);

// "$argon2id$v=19$m=65536,t=3,p=1$…$…" with 16 bytes of salt and 32 of hash. "password_not_hashed" when there is no
// memory for it.
Result<std::string> hash_password(std::string_view password, const HashCost& cost);
// False for what is no such text, too. Takes as long as the text's parameters say.
bool is_password(std::string_view hashed, std::string_view password);
// A hash that no password has and that takes as long to be refused: what unknown logins are held against.
std::string decoy_hash(const HashCost& cost);
// Whether a hash costs less than now asked for, so that it is made anew at the next right password.
bool is_outgrown(std::string_view hashed, const HashCost& cost);

// Four groups of five letters and digits without those that look alike (I, O, 0, 1): 98 bits.
std::string draw_password();

}  // namespace qiuhao::identity
