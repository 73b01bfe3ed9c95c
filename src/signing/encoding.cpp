// Base64 (RFC 4648) and hex.
#include "signing/encoding.h"

#include <array>
#include <cstdint>

namespace qiuhao::signing {
namespace {

constexpr std::string_view kBase64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kHex = "0123456789ABCDEF";
constexpr std::uint8_t kNoDigit = 0xff;

constexpr std::array<std::uint8_t, 256> digit_values(std::string_view digits) {
  std::array<std::uint8_t, 256> values{};
  values.fill(kNoDigit);
  for (std::size_t at = 0; at < digits.size(); ++at)
    values[static_cast<unsigned char>(digits[at])] = static_cast<std::uint8_t>(at);
  return values;
}

constexpr auto kBase64Values = digit_values(kBase64);

std::uint8_t hex_value(char digit) {
  if (digit >= '0' && digit <= '9') return static_cast<std::uint8_t>(digit - '0');
  if (digit >= 'A' && digit <= 'F') return static_cast<std::uint8_t>(digit - 'A' + 10);
  if (digit >= 'a' && digit <= 'f') return static_cast<std::uint8_t>(digit - 'a' + 10);
  return kNoDigit;
}

}  // namespace

std::string to_base64(std::string_view bytes) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    std::uint32_t group = 0;
    for (std::size_t next = at; next < at + 3; ++next)
      group = group << 8 | (next < bytes.size() ? static_cast<unsigned char>(bytes[next]) : 0U);
    for (int shift = 18; shift >= 0; shift -= 6) text += kBase64[group >> shift & 63];
  }
  const std::size_t padding = (3 - bytes.size() % 3) % 3;
  text.replace(text.size() - padding, padding, padding, '=');
  return text;
}

std::optional<std::string> from_base64(std::string_view text) {
  std::string bytes;
  bytes.reserve(text.size() / 4 * 3);
  std::uint32_t held = 0;
  int bits = 0;
  std::size_t digits = 0;
  std::size_t padding = 0;
  for (const char c : text) {
    if (c == '\r' || c == '\n') continue;
    ++digits;
    if (c == '=') {
      ++padding;
      continue;
    }
    const std::uint8_t value = kBase64Values[static_cast<unsigned char>(c)];
    if (value == kNoDigit || padding != 0) return std::nullopt;
    held = (held << 6 | value) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes += static_cast<char>(held >> bits & 0xff);
  }
  const bool has_stray_bits = (held & ((1U << bits) - 1)) != 0;
  if (digits % 4 != 0 || padding > 2 || bits >= 6 || has_stray_bits) return std::nullopt;
  return bytes;
}

std::string to_hex(std::string_view bytes) {
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    text += kHex[byte >> 4];
    text += kHex[byte & 15];
  }
  return text;
}

std::optional<std::string> from_hex(std::string_view text) {
  if (text.size() % 2 != 0) return std::nullopt;
  std::string bytes;
  bytes.reserve(text.size() / 2);
  for (std::size_t at = 0; at < text.size(); at += 2) {
    const std::uint8_t high = hex_value(text[at]);
    const std::uint8_t low = hex_value(text[at + 1]);
    if (high == kNoDigit || low == kNoDigit) return std::nullopt;
    bytes += static_cast<char>(high << 4 | low);
  }
  return bytes;
}

std::optional<std::string> from_written_secret(std::string_view written) {
  const std::size_t last = written.find_last_not_of(" \t\r\n");
  written = last == std::string_view::npos ? std::string_view{} : written.substr(0, last + 1);
  const auto after = [&](std::string_view mark) { return written.substr(mark.size()); };
  if (written.starts_with("hex:")) return from_hex(after("hex:"));
  if (written.starts_with("base64:")) return from_base64(after("base64:"));
  if (written.starts_with("text:")) return std::string(after("text:"));
  return std::nullopt;
}

}  // namespace qiuhao::signing
