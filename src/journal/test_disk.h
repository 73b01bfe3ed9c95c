// For failure_test: the calls of the system by which a journal reaches the disk. They fail when told to, and say in
// which order they came. Included by one source only, for its program alone.
#pragma once

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <filesystem>
#include <string>
#include <vector>

namespace qiuhao::journal {

// How often a call goes well before it fails once; -1 for ever.
inline std::atomic<int> g_syncs_before_failure = -1;
inline std::atomic<int> g_full_syncs_before_failure = -1;  // fsync, which opening and folders use
inline std::atomic<int> g_writes_before_failure = -1;
inline std::atomic<std::size_t> g_write_bytes_most = 0;  // a call takes no more; 0 for any
inline std::atomic<bool> g_is_told = false;
inline std::vector<std::string> g_calls;

inline bool fails(std::atomic<int>& before) {
  if (before < 0) return false;
  return before-- == 0;
}

// The last part of what a descriptor names.
inline void tell(const char* call, int descriptor) {
  if (!g_is_told) return;
  std::error_code code;
  const std::filesystem::path path = std::filesystem::read_symlink(fmt::format("/proc/self/fd/{}", descriptor), code);
  g_calls.push_back(fmt::format("{} {}", call, path.filename().string()));
}

}  // namespace qiuhao::journal

// In place of the library's, for this program alone.
extern "C" int fdatasync(int descriptor) {
  using namespace qiuhao::journal;  // tidy:allow the names of this file, outside of its namespace
  tell("fdatasync", descriptor);
  if (fails(g_syncs_before_failure)) {
    errno = EIO;
    return -1;
  }
  return static_cast<int>(::syscall(SYS_fdatasync, descriptor));
}

extern "C" int fsync(int descriptor) {
  using namespace qiuhao::journal;  // tidy:allow as above
  tell("fsync", descriptor);
  if (fails(g_full_syncs_before_failure)) {
    errno = EIO;
    return -1;
  }
  return static_cast<int>(::syscall(SYS_fsync, descriptor));
}

extern "C" ssize_t pwrite(int descriptor, const void* bytes, std::size_t count, off_t offset) {
  using namespace qiuhao::journal;  // tidy:allow as above
  tell(fmt::format("pwrite {} at {} of", count, offset).c_str(), descriptor);
  return ::syscall(SYS_pwrite64, descriptor, bytes, count, offset);
}

extern "C" ssize_t pwritev(int descriptor, const iovec* pieces, int count, off_t offset) {
  using namespace qiuhao::journal;  // tidy:allow as above
  tell("pwritev", descriptor);
  if (fails(g_writes_before_failure)) {
    errno = ENOSPC;
    return -1;
  }
  if (g_write_bytes_most == 0) return ::syscall(SYS_pwritev, descriptor, pieces, count, offset, 0);
  const std::size_t bytes = std::min(pieces[0].iov_len, g_write_bytes_most.load());
  return ::pwrite(descriptor, pieces[0].iov_base, bytes, offset);
}
