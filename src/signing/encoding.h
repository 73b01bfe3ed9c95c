// Bytes as text: base64 and hex, as they stand in messages and key files.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace qiuhao::signing {

std::string to_base64(std::string_view bytes);
// Standard alphabet with its padding; line breaks are passed over, for old Java encoders break at 76 characters.
// Nothing for any other text.
std::optional<std::string> from_base64(std::string_view text);

std::string to_hex(std::string_view bytes);  // upper case
// Either case; nothing for an odd length or another character.
std::optional<std::string> from_hex(std::string_view text);

// Key material as it is written: `hex:` or `base64:` and its digits, or `text:` and the bytes as they are; blanks and
// line breaks at the end do not count. Nothing for what begins otherwise or does not decode.
std::optional<std::string> from_written_secret(std::string_view written);

}  // namespace qiuhao::signing
