// Writing, syncing, and saying what the disk refused.
#include "claims/assembly/new_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace qiuhao::claims::assembly {
namespace {

std::unexpected<Error> cannot(const Path& path, int why) {
  return system_error(why == ENOSPC ? "disk_full" : "file_error",
                      fmt::format("cannot write: {}; free some space and run it again", std::strerror(why)),
                      {path.string(), 0, 0, ""});
}

}  // namespace

Result<NewFile> NewFile::make(Path path) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) return cannot(path, errno);
  return NewFile(file, std::move(path));
}

NewFile::NewFile(NewFile&& other) noexcept
    : file_(std::exchange(other.file_, -1)), path_(std::move(other.path_)), bytes_(other.bytes_) {}

NewFile::~NewFile() {
  if (file_ < 0) return;
  ::close(file_);
  ::unlink(path_.c_str());
}

Status NewFile::put(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(file_, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return cannot(path_, errno);
    bytes.remove_prefix(static_cast<std::size_t>(count));
    bytes_ += static_cast<std::uint64_t>(count);
  }
  return {};
}

Status NewFile::finish() {
  if (::fsync(file_) != 0) return cannot(path_, errno);
  ::close(std::exchange(file_, -1));
  return {};
}

}  // namespace qiuhao::claims::assembly
