// Reads and writes by descriptors, a mebibyte at a time.
#include "claims/upkeep/copies.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <functional>

namespace qiuhao::claims::upkeep {
namespace {

constexpr std::size_t kBlockBytes = std::size_t{1} << 20;

struct Descriptor {
  int value = -1;
  ~Descriptor() {
    if (value >= 0) ::close(value);
  }
};

std::unexpected<Error> disk_error(const Path& path, bool writing, int why) {
  const bool full = why == ENOSPC || why == EDQUOT;
  const char* code = full ? "disk_full" : why == EACCES ? "no_permission" : "file_error";
  return fail({Fault::system,
               code,
               fmt::format("cannot {}: {}; {} and run it again", writing ? "write" : "read", std::strerror(why),
                           full ? "free some space" : "check the disk and the rights of this user"),
               {path.string(), 0, 0, ""},
               fmt::format("不能{}：{}；请{}后重试", writing ? "写入" : "读取", std::strerror(why),
                           full ? "腾出空间" : "检查磁盘和当前用户的权限")});
}

using Take = std::function<Status(std::string_view)>;

Status read_all(int file, const Path& path, const Take& take) {
  std::string buffer(kBlockBytes, '\0');
  for (off_t at = 0;;) {
    const ssize_t count = ::pread(file, buffer.data(), buffer.size(), at);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return disk_error(path, false, errno);
    if (count == 0) return {};
    TRY(take({buffer.data(), static_cast<std::size_t>(count)}));
    at += count;
  }
}

Status write_all(int file, const Path& path, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(file, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return disk_error(path, true, errno);
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return {};
}

// Gives the content piece by piece to what takes it.
using Source = std::function<Status(const Take&)>;

Result<Content> hash_all(const Source& source) {
  Hasher128 hasher;
  std::uint64_t bytes = 0;
  TRY(source([&](std::string_view block) {
    hasher.add(block);
    bytes += block.size();
    return Status();
  }));
  return Content{hasher.value(), bytes};
}

Result<Content> write_content(int file, const Path& to, const Source& source) {
  Hasher128 hasher;
  std::uint64_t bytes = 0;
  TRY(source([&](std::string_view block) {
    hasher.add(block);
    bytes += block.size();
    return write_all(file, to, block);
  }));
  if (::fsync(file) != 0) return disk_error(to, true, errno);
  return Content{hasher.value(), bytes};
}

Result<Content> write_and_compare(const Path& to, unsigned mode, const Source& source) {
  const Descriptor file{::open(to.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, mode)};
  if (file.value < 0 || ::fchmod(file.value, mode) != 0) return disk_error(to, true, errno);
  ASSIGN(const Content written, write_content(file.value, to, source));
  // Forgotten first, so that the disk is asked and not the memory that was just filled.
  ::posix_fadvise(file.value, 0, 0, POSIX_FADV_DONTNEED);
  ASSIGN(const Content back, hash_all([&](const Take& take) { return read_all(file.value, to, take); }));
  if (back.hash == written.hash && back.bytes == written.bytes) return written;
  return fail({Fault::system,
               "damaged_copy",
               "was read back with another content than was written; check this disk, it loses data",
               {to.string(), 0, 0, ""},
               "读回的内容与写入的不同；请检查这块磁盘，它在丢失数据"});
}

}  // namespace

Result<OpenFile> OpenFile::open(const Path& path) {
  OpenFile file(::open(path.c_str(), O_RDONLY | O_CLOEXEC), path);
  if (file.file_ < 0) {
    const int why = errno;
    if (why == EMFILE || why == ENFILE) {
      return fail({Fault::system,
                   "too_many_files",
                   "cannot be held open: the system allows no more files; raise the limit (ulimit -n) and run it again",
                   {path.string(), 0, 0, ""},
                   "无法打开：系统不允许打开更多文件；请调高上限（ulimit -n）后重试"});
    }
    if (why == ENOENT)
      return input_error("no_such_file", "cannot read: No such file; check the path", {path.string(), 0, 0, ""});
    return disk_error(path, false, why);
  }
  struct stat info {};
  if (::fstat(file.file_, &info) != 0) return disk_error(path, false, errno);
  file.bytes_ = static_cast<std::uint64_t>(info.st_size);
  file.mode_ = info.st_mode & 0777;
  return file;
}

OpenFile::~OpenFile() {
  if (file_ >= 0) ::close(file_);
}

void allow_many_open_files() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

Result<Content> content_of(const OpenFile& from) {
  return hash_all([&](const Take& take) { return read_all(from.descriptor(), from.path(), take); });
}

Result<Content> copy_verified(const OpenFile& from, const Path& to, unsigned mode) {
  return write_and_compare(to, mode, [&](const Take& take) { return read_all(from.descriptor(), from.path(), take); });
}

Result<Content> write_verified(std::string_view text, const Path& to, unsigned mode) {
  return write_and_compare(to, mode, [&](const Take& take) { return take(text); });
}

void remove_quietly(const Path& path) {
  std::error_code ignored;
  std::filesystem::remove_all(path, ignored);
}

}  // namespace qiuhao::claims::upkeep
