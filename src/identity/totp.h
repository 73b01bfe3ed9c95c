// One-time codes of a telephone or a key: TOTP (RFC 6238) over HOTP (RFC 4226).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/day.h"

namespace qiuhao::identity {

inline constexpr int kCodeDigits = 6;
inline constexpr Seconds kCodeSeconds = 30;
inline constexpr std::size_t kCodeSecretBytes = 20;

enum class CodeHash { sha1, sha256, sha512 };  // programs on telephones know sha1; the others are for the RFC's tests

// The code of a step (seconds since 1970 over kCodeSeconds), with leading zeros.
std::string totp_code(std::string_view secret, std::int64_t step, int digits = kCodeDigits,
                      CodeHash hash = CodeHash::sha1);

// The step whose code this is: now's, the one before or the one after, for clocks differ; never one up to `used`, so
// that a code that was seen over a shoulder is worth nothing. Takes the same time whatever the code is.
std::optional<std::int64_t> step_of_code(std::string_view secret, std::string_view code, Seconds now,
                                         std::int64_t used);

std::string base32(std::string_view bytes);  // RFC 4648, without `=`
// What a telephone reads as a square code: otpauth://totp/Qiuhao:zhang?secret=…
std::string totp_uri(std::string_view login, std::string_view secret);

}  // namespace qiuhao::identity
