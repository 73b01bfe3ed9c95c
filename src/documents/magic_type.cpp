// The only source that includes libmagic.
#include "documents/magic_type.h"

#include <fmt/format.h>
#include <magic.h>

#include <memory>

namespace qiuhao::documents {

Result<std::string> magic_type(std::string_view bytes) {
  const std::unique_ptr<magic_set, decltype(&magic_close)> magic(
      magic_open(MAGIC_MIME_TYPE | MAGIC_ERROR | MAGIC_NO_CHECK_COMPRESS | MAGIC_NO_CHECK_ELF), &magic_close);
  const char* found = nullptr;
  if (magic != nullptr && magic_load(magic.get(), nullptr) == 0)
    found = magic_buffer(magic.get(), bytes.data(), bytes.size());
  if (found != nullptr) return std::string(found);
  const char* why = magic == nullptr ? nullptr : magic_error(magic.get());
  const std::string reason = why == nullptr ? "?" : why;
  return fail({Fault::system,
               "magic_failed",
               fmt::format("the type of the file could not be found: {}; is the package libmagic1 whole?", reason),
               {},
               fmt::format("无法识别文件类型：{}；请检查软件包 libmagic1", reason)});
}

}  // namespace qiuhao::documents
