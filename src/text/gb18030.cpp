// iconv behind values; the only file that includes it.
#include "text/gb18030.h"

#include <iconv.h>

#include <cerrno>

#include "base/check.h"

namespace qiuhao::text {

Gb18030Reader::Gb18030Reader() : handle_(iconv_open("UTF-8", "GB18030")) { CHECK(handle_ != iconv_t(-1)); }
Gb18030Reader::~Gb18030Reader() { iconv_close(handle_); }

bool Gb18030Reader::convert(std::string& bytes, std::string& text, bool strict) {
  char* in = bytes.data();
  std::size_t left = bytes.size();
  char out_buffer[1 << 15];
  while (left > 0) {
    char* out = out_buffer;
    std::size_t space = sizeof out_buffer;
    const std::size_t state = iconv(handle_, &in, &left, &out, &space);
    text.append(out_buffer, sizeof out_buffer - space);
    if (state != static_cast<std::size_t>(-1) || errno == E2BIG) continue;
    if (errno == EINVAL) break;
    if (strict) return false;
    text += kNoLetter;
    ++in;
    --left;
  }
  bytes.erase(0, bytes.size() - left);
  return true;
}

std::optional<std::string> utf8_from_gb18030(std::string_view text) {
  Gb18030Reader reader;
  std::string bytes(text);
  std::string converted;
  if (!reader.convert(bytes, converted, true) || !bytes.empty()) return std::nullopt;
  return converted;
}

}  // namespace qiuhao::text
