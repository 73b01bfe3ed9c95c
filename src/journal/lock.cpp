// flock, and the owner's number in the file for whoever is refused.
#include "journal/lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <string_view>
#include <utility>

#include "journal/segment.h"

namespace qiuhao::journal {
namespace {

std::unexpected<Error> in_use(const Path& file, int descriptor) {
  char text[24] = {};
  [[maybe_unused]] const ssize_t count = ::pread(descriptor, text, sizeof text - 1, 0);
  const std::string_view owner = std::string_view(text).substr(0, std::string_view(text).find_first_of(" \n"));
  return fail({Fault::system,
               "journal_in_use",
               fmt::format("process {} has it open; end that process, or choose another folder", owner),
               {file.string(), 0, 0, ""},
               fmt::format("进程 {} 正在使用；请结束该进程，或选择其他文件夹", owner)});
}

}  // namespace

Result<FolderLock> FolderLock::take(const Path& folder) {
  const Path file = folder / "lock";
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) return file_error(file, "make the lock", "建立锁文件", errno);
  FolderLock lock(-1);
  while (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    const int why = errno;
    if (why == EINTR) continue;
    const auto refused =
        why == EWOULDBLOCK ? in_use(file, descriptor) : file_error(file, "lock the folder", "锁定文件夹", why);
    ::close(descriptor);
    return refused;
  }
  lock.descriptor_ = descriptor;
  // Only told to people, so a full disk does not keep anybody from opening. Of one length, so that a longer number of
  // before is written over.
  const std::string owner = fmt::format("{:<10}\n", ::getpid());
  [[maybe_unused]] const ssize_t told = ::pwrite(descriptor, owner.data(), owner.size(), 0);
  return lock;
}

FolderLock::FolderLock(FolderLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

FolderLock::~FolderLock() {
  if (descriptor_ < 0) return;
  // A child that was forked and has not begun its program yet holds a copy of the descriptor, and with it the lock.
  ::flock(descriptor_, LOCK_UN);
  ::close(descriptor_);
}

}  // namespace qiuhao::journal
