// GB18030, which GBK and GB2312 are part of, to UTF-8.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace qiuhao::text {

inline constexpr char kNoLetter = '\xFF';  // a byte that no UTF-8 text has

// For texts that come in pieces.
class Gb18030Reader {
 public:
  Gb18030Reader();
  ~Gb18030Reader();
  Gb18030Reader(const Gb18030Reader&) = delete;
  Gb18030Reader& operator=(const Gb18030Reader&) = delete;

  // Appends what `bytes` say; leaves in `bytes` the beginning of a character that the next bytes end. With `strict`,
  // false at the first byte that is no character; otherwise kNoLetter stands for it.
  bool convert(std::string& bytes, std::string& text, bool strict);

 private:
  void* handle_;
};

// Nothing when the bytes are not that.
std::optional<std::string> utf8_from_gb18030(std::string_view text);

}  // namespace qiuhao::text
