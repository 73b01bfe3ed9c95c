// Written beside, synced, and linked to its name, which fails where that is taken.
#include "cli/private_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace qiuhao::cli {
namespace {

bool write_all(int descriptor, std::string_view content) {
  while (!content.empty()) {
    const ssize_t count = ::write(descriptor, content.data(), content.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return false;
    content.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

}  // namespace

Status write_private_file(const Path& file, std::string_view content) {
  const Path beside = file.string() + fmt::format(".{}", ::getpid());
  const int descriptor = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  bool is_well = descriptor >= 0 && write_all(descriptor, content) && ::fsync(descriptor) == 0;
  int reason = errno;
  if (descriptor >= 0) is_well = ::close(descriptor) == 0 && is_well;
  if (is_well && ::link(beside.c_str(), file.c_str()) != 0) {
    is_well = false;
    reason = errno;
  }
  if (descriptor >= 0) ::unlink(beside.c_str());
  if (is_well) return sync_path(file.has_parent_path() ? file.parent_path() : ".");
  if (reason == EEXIST)
    return input_error("file_exists", Sentence{"is there already; choose another name", "已存在；请换一个文件名"},
                       {file.string(), 0, 0, ""});
  return fail({Fault::system,
               "cannot_write",
               fmt::format("could not be written: {}", std::strerror(reason)),
               {file.string(), 0, 0, ""},
               fmt::format("无法写入：{}", std::strerror(reason))});
}

}  // namespace qiuhao::cli
