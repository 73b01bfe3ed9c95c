// Functions that write and read base64.
#include <array>

#include "cel/functions/functions.h"
#include "cel/values/operate.h"

namespace qiuhao::cel {
namespace {

constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::array<std::int8_t, 256> kWorth = [] {
  std::array<std::int8_t, 256> worth{};
  worth.fill(-1);
  for (std::size_t i = 0; i < kDigits.size(); ++i) {
    worth[static_cast<unsigned char>(kDigits[i])] = static_cast<std::int8_t>(i);
  }
  return worth;
}();

Value run_encode(Frame& frame, const Step&, std::span<const Value> arguments) {
  if (arguments[0].kind != Kind::bytes) return no_overload();
  const std::string_view bytes = arguments[0].as_text();
  const std::size_t size = (bytes.size() + 2) / 3 * 4;
  char* made = size > UINT32_MAX ? nullptr : frame.scratch.take_many<char>(size);
  if (made == nullptr) return limit_error();
  char* out = made;
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      bits = (bits << 8) | (at + i < bytes.size() ? static_cast<unsigned char>(bytes[at + i]) : 0U);
    }
    for (std::size_t i = 0; i < 4; ++i) {
      *out++ = at + i <= bytes.size() ? kDigits[(bits >> (18 - 6 * i)) & 63] : '=';
    }
  }
  return Value::of_text({made, size});
}

// With or without the = at the end; other characters are none of base64.
Value run_decode(Frame& frame, const Step&, std::span<const Value> arguments) {
  if (arguments[0].kind != Kind::text) return no_overload();
  const Value bad = Value::error(ErrorReason::bad_conversion, "the text is no base64");
  std::string_view text = arguments[0].as_text();
  const std::size_t padding = text.size() - std::min(text.find_last_not_of('=') + 1, text.size());
  if (padding > 2 || (padding > 0 && text.size() % 4 != 0)) return bad;
  text.remove_suffix(padding);
  if (text.size() % 4 == 1) return bad;
  const std::size_t size = text.size() * 3 / 4;
  char* made = frame.scratch.take_many<char>(size);
  if (made == nullptr) return limit_error();
  std::uint32_t bits = 0;
  int held = 0;
  std::size_t count = 0;
  for (const char c : text) {
    const std::int8_t digit = kWorth[static_cast<unsigned char>(c)];
    if (digit < 0) return bad;
    bits = (bits << 6) | static_cast<std::uint32_t>(digit);
    held += 6;
    if (held < 8) continue;
    held -= 8;
    made[count++] = static_cast<char>(static_cast<unsigned char>((bits >> held) & 0xFF));
  }
  return Value::of_bytes({made, count});
}

}  // namespace

std::vector<FunctionSource> encoding_functions() {
  return {
      {{"base64.encode",
        "(bytes) -> string",
        {"The bytes in base64.", "字节的 base64 文本。"},
        "base64.encode(b'hello') == 'aGVsbG8='"},
       run_encode},
      {{"base64.decode",
        "(string) -> bytes",
        {"The bytes that a text in base64 stands for, with or without = at its end.",
         "base64 文本所表示的字节，末尾的 = 可有可无。"},
        "base64.decode('aGVsbG8') == b'hello'"},
       run_decode},
  };
}

}  // namespace qiuhao::cel
