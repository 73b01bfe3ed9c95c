// What values may be, and the time.
#include "database/text_check.h"

#include <fmt/format.h>

#include <chrono>

#include "base/utf8.h"

namespace qiuhao::database {
namespace {

Status check_size(std::size_t bytes) {
  if (bytes <= kValueBytesMost) return {};
  return input_error(
      "value_too_large",
      Sentence{fmt::format("a value of {} bytes; the most is {}; keep it as a file", bytes, kValueBytesMost),
               fmt::format("一个值有{}字节，最多{}字节；请存为文件", bytes, kValueBytesMost)});
}

}  // namespace

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
