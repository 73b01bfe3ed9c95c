// UTF-8 by the table of well-formed sequences (Unicode 15, table 3-7).
#include "database/text_check.h"

#include <fmt/format.h>

#include <chrono>

namespace qiuhao::database {
namespace {

// Bytes of the character at the front; 0 when it is none.
std::size_t character_bytes(std::string_view text) {
  const auto at = [&](std::size_t index) { return static_cast<unsigned char>(text[index]); };
  const unsigned char lead = at(0);
  if (lead < 0x80) return 1;
  const std::size_t size = lead >= 0xc2 && lead <= 0xdf   ? 2
                           : lead >= 0xe0 && lead <= 0xef ? 3
                           : lead >= 0xf0 && lead <= 0xf4 ? 4
                                                          : 0;
  if (size == 0 || text.size() < size) return 0;
  const unsigned char low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
  const unsigned char high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
  if (at(1) < low || at(1) > high) return 0;
  for (std::size_t index = 2; index < size; ++index) {
    if ((at(index) & 0xc0) != 0x80) return 0;
  }
  return size;
}

Status check_size(std::size_t bytes) {
  if (bytes <= kValueBytesMost) return {};
  return input_error(
      "value_too_large",
      Sentence{fmt::format("a value of {} bytes; the most is {}; keep it as a file", bytes, kValueBytesMost),
               fmt::format("一个值有{}字节，最多{}字节；请存为文件", bytes, kValueBytesMost)});
}

}  // namespace

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const std::size_t bytes = character_bytes(text);
    if (bytes == 0) return false;
    text.remove_prefix(bytes);
  }
  return true;
}

Status check_value(const Value& value) {
  if (const Bytes* bytes = std::get_if<Bytes>(&value)) return check_size(bytes->value.size());
  const std::string* text = std::get_if<std::string>(&value);
  if (text == nullptr) return {};
  TRY(check_size(text->size()));
  if (text->find('\0') == std::string::npos && is_utf8(*text)) return {};
  return input_error("bad_text", Sentence{"a text is not UTF-8 or has a NUL character; send it as UTF-8 without NUL",
                                          "文本不是UTF-8编码，或含有NUL字符；请改用不含NUL的UTF-8"});
}

Micros now_micros() {
  return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::system_clock::now().time_since_epoch())
      .count();
}

}  // namespace qiuhao::database
