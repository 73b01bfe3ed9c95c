// Printing or writing.
#include "cli/told_text.h"

#include <fmt/format.h>

#include "base/files.h"

namespace qiuhao::cli {

Result<int> tell_text(const std::string& text, const std::string& out) {
  if (out.empty()) {
    fmt::print("{}", text);
    return 0;
  }
  TRY(write_file_atomically(out, text));
  fmt::print("文件 file: {}\n", out);
  return 0;
}

}  // namespace qiuhao::cli
