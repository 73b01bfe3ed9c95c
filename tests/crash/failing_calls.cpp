// A library to preload: counts the calls that change files below a folder, and lets an accident happen at one of them.
//
// QIUHAO_ACCIDENT_FOLDER  absolute path; calls about other files pass uncounted
// QIUHAO_ACCIDENT_CALL    number of the call at which it happens, from 1; 0 only counts
// QIUHAO_ACCIDENT_KIND    once-ENOSPC, once-EIO: that call fails; ENOSPC, EIO: all from there on fail; short: half is
//                         written and the next write of the file fails; kill, kill-after: kill -9 before or after it
// QIUHAO_ACCIDENT_TRACE   file: "CALL PATH" of every such call that succeeds, "rename FROM TO", in order
// QIUHAO_ACCIDENT_REPORT  file: "calls N" at the end, "NUMBER CALL PATH" for the accident
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <climits>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string_view>

namespace {

enum class Kind { none, once_full, once_broken, full, broken, half_write, kill_before, kill_after };

struct Accident {
  std::string_view folder;
  long call = 0;
  Kind kind = Kind::none;
  const char* report = nullptr;
  const char* trace = nullptr;
};

Kind kind_of(std::string_view word) {
  if (word == "once-ENOSPC") return Kind::once_full;
  if (word == "once-EIO") return Kind::once_broken;
  if (word == "ENOSPC") return Kind::full;
  if (word == "EIO") return Kind::broken;
  if (word == "short") return Kind::half_write;
  if (word == "kill") return Kind::kill_before;
  if (word == "kill-after") return Kind::kill_after;
  return Kind::none;
}

const Accident& accident() {
  static const Accident made = [] {
    Accident read;
    if (const char* folder = std::getenv("QIUHAO_ACCIDENT_FOLDER")) read.folder = folder;
    if (const char* call = std::getenv("QIUHAO_ACCIDENT_CALL")) read.call = std::atol(call);
    if (const char* kind = std::getenv("QIUHAO_ACCIDENT_KIND")) read.kind = kind_of(kind);
    read.report = std::getenv("QIUHAO_ACCIDENT_REPORT");
    read.trace = std::getenv("QIUHAO_ACCIDENT_TRACE");
    return read;
  }();
  return made;
}

std::atomic<long> calls{0};
std::atomic<int> half_written{-1};  // the descriptor whose last write was cut short

void say(const char* to, const char* text, std::size_t bytes) {
  if (to == nullptr) return;
  const long file = ::syscall(SYS_openat, AT_FDCWD, to, O_WRONLY | O_CREAT | O_APPEND, 0600);
  if (file < 0) return;
  ::syscall(SYS_write, file, text, bytes);
  ::syscall(SYS_close, file);
}

void say_accident(long number, const char* call, const char* path) {
  char line[PATH_MAX + 100];
  const int length = std::snprintf(line, sizeof line, "%ld %s %s\n", number, call, path);
  if (length > 0) say(accident().report, line, static_cast<std::size_t>(length));
}

bool is_inside(std::string_view path) {
  const std::string_view folder = accident().folder;
  return !folder.empty() && path.starts_with(folder) && (path.size() == folder.size() || path[folder.size()] == '/');
}

// The path of a descriptor, or of a name in the folder that a descriptor is; false when it is not below the folder.
struct Where {
  char path[PATH_MAX] = {};

  bool of_descriptor(int file) {
    char link[64];
    std::snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    const ssize_t length = ::readlink(link, path, sizeof path - 1);
    if (length <= 0) return false;
    path[length] = 0;
    return is_inside(path);
  }
  bool of_name(int folder, const char* name) {
    if (name == nullptr) return false;
    if (name[0] == '/' || folder == AT_FDCWD) {
      std::snprintf(path, sizeof path, "%s", name);
      return is_inside(path);
    }
    if (!of_descriptor(folder)) return false;
    const std::size_t length = std::strlen(path);
    std::snprintf(path + length, sizeof path - length, "/%s", name);
    return true;
  }
};

// What is to become of one call.
struct Fate {
  int error = 0;            // fail with it
  bool half = false;        // write half and say so
  bool kill_after = false;  // end the process when the call is done
};

[[noreturn]] void end_now() {
  ::kill(::getpid(), SIGKILL);
  while (true) ::pause();
}

// Removing needs no room.
bool takes_room(std::string_view call) {
  return call != "unlink" && call != "unlinkat" && call != "rmdir" && call != "remove";
}

Fate fate_of_number(long number, std::string_view call, bool is_write, int file) {
  const bool is_here = number == accident().call;
  const bool is_past = accident().call > 0 && number >= accident().call;
  switch (accident().kind) {
    case Kind::none: return {};
    case Kind::once_full: return {is_here ? ENOSPC : 0};
    case Kind::once_broken: return {is_here ? EIO : 0};
    case Kind::full: return {is_past && takes_room(call) ? ENOSPC : 0};
    case Kind::broken: return {is_past ? EIO : 0};
    case Kind::half_write:
      if (!is_here) return {};
      if (!is_write) return {ENOSPC};
      half_written = file;
      return {0, true};
    case Kind::kill_before:
      if (is_here) end_now();
      return {};
    case Kind::kill_after: return {0, is_here && is_write, is_here};
  }
  return {};
}

Fate fate(const char* call, const char* path, bool is_write = false, int file = -1) {
  if (is_write && half_written == file) {
    half_written = -1;
    return {ENOSPC};
  }
  const long number = ++calls;
  const int before = errno;
  if (number == accident().call) say_accident(number, call, path);
  errno = before;
  return fate_of_number(number, call, is_write, file);
}

struct CountAtEnd {
  ~CountAtEnd() {
    if (accident().folder.empty()) return;
    char line[64];
    const int length = std::snprintf(line, sizeof line, "calls %ld\n", calls.load());
    say(accident().report, line, static_cast<std::size_t>(length));
  }
} count_at_end;

// A call that was done. errno stays.
void trace(const char* call, const char* path, const char* to = "") {
  if (accident().trace == nullptr) return;
  const int before = errno;
  char line[2 * PATH_MAX + 100];
  const int length = std::snprintf(line, sizeof line, "%s %s%s%s\n", call, path, *to == 0 ? "" : " ", to);
  if (length > 0) say(accident().trace, line, static_cast<std::size_t>(length));
  errno = before;
}

template <typename Function>
Function* real(const char* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

// Runs a call under its fate; `failed` is what it returns upon an error.
template <typename Call, typename Answer>
Answer under(const Fate& fate, Answer failed, Call call) {
  if (fate.error != 0) {
    errno = fate.error;
    return failed;
  }
  const Answer answer = call();
  if (fate.kill_after) end_now();
  return answer;
}

std::size_t bytes_under(const Fate& fate, std::size_t bytes) { return fate.half && bytes > 1 ? bytes / 2 : bytes; }

constexpr int kChanging = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC;

template <typename Call>
int open_under(int folder, const char* name, int flags, Call call) {
  Where where;
  if ((flags & kChanging) == 0 || !where.of_name(folder, name)) return call();
  const int file = under(fate("open", where.path), -1, call);
  if (file >= 0) trace("open", where.path);
  return file;
}

template <typename Call>
int change_name(const char* what, int folder, const char* name, Call call, const char* from = nullptr) {
  Where where;
  if (!where.of_name(folder, name)) return call();
  const int done = under(fate(what, where.path), -1, call);
  if (done == 0) trace(what, from == nullptr ? where.path : from, from == nullptr ? "" : where.path);
  return done;
}

template <typename Call>
int change_file(const char* what, int file, Call call) {
  Where where;
  if (!where.of_descriptor(file)) return call();
  const int done = under(fate(what, where.path), -1, call);
  if (done == 0) trace(what, where.path);
  return done;
}

template <typename Call>
ssize_t write_under(const char* what, int file, std::size_t bytes, Call call) {
  Where where;
  if (!where.of_descriptor(file)) return call(bytes);
  const Fate now = fate(what, where.path, true, file);
  const ssize_t done = under(now, ssize_t{-1}, [&] { return call(bytes_under(now, bytes)); });
  if (done >= 0) trace("write", where.path);
  return done;
}

mode_t mode_of(int flags, va_list rest) { return (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(rest, mode_t) : 0; }

}  // namespace

#define QIUHAO_MODE(flags)                  \
  va_list rest;                             \
  va_start(rest, flags);                    \
  const mode_t mode = mode_of(flags, rest); \
  va_end(rest)

extern "C" {

int open(const char* name, int flags, ...) {
  QIUHAO_MODE(flags);
  return open_under(AT_FDCWD, name, flags,
                    [&] { return real<int(const char*, int, mode_t)>("open")(name, flags, mode); });
}
int open64(const char* name, int flags, ...) {
  QIUHAO_MODE(flags);
  return open_under(AT_FDCWD, name, flags,
                    [&] { return real<int(const char*, int, mode_t)>("open64")(name, flags, mode); });
}
int openat(int folder, const char* name, int flags, ...) {
  QIUHAO_MODE(flags);
  return open_under(folder, name, flags,
                    [&] { return real<int(int, const char*, int, mode_t)>("openat")(folder, name, flags, mode); });
}
int openat64(int folder, const char* name, int flags, ...) {
  QIUHAO_MODE(flags);
  return open_under(folder, name, flags,
                    [&] { return real<int(int, const char*, int, mode_t)>("openat64")(folder, name, flags, mode); });
}
FILE* fopen(const char* name, const char* how) {
  Where where;
  const auto call = [&] { return real<FILE*(const char*, const char*)>("fopen")(name, how); };
  if (std::strpbrk(how, "wa+") == nullptr || !where.of_name(AT_FDCWD, name)) return call();
  return under(fate("fopen", where.path), static_cast<FILE*>(nullptr), call);
}
FILE* fopen64(const char* name, const char* how) { return fopen(name, how); }

ssize_t write(int file, const void* data, size_t bytes) {
  return write_under("write", file, bytes, [&](std::size_t most) {
    return real<ssize_t(int, const void*, size_t)>("write")(file, data, most);
  });
}
ssize_t pwrite(int file, const void* data, size_t bytes, off_t at) {
  return write_under("pwrite", file, bytes, [&](std::size_t most) {
    return real<ssize_t(int, const void*, size_t, off_t)>("pwrite")(file, data, most, at);
  });
}
ssize_t pwrite64(int file, const void* data, size_t bytes, off64_t at) { return pwrite(file, data, bytes, at); }
ssize_t writev(int file, const iovec* pieces, int count) {
  // Cut short after the first piece.
  return write_under("writev", file, static_cast<std::size_t>(count), [&](std::size_t most) {
    return real<ssize_t(int, const iovec*, int)>("writev")(file, pieces, static_cast<int>(most));
  });
}
size_t fwrite(const void* data, size_t size, size_t count, FILE* stream) {
  const auto call = [&] {
    return real<size_t(const void*, size_t, size_t, FILE*)>("fwrite")(data, size, count, stream);
  };
  Where where;
  if (!where.of_descriptor(::fileno(stream))) return call();
  return under(fate("fwrite", where.path), size_t{0}, call);
}
int fflush(FILE* stream) {
  const auto call = [&] { return real<int(FILE*)>("fflush")(stream); };
  Where where;
  if (stream == nullptr || !where.of_descriptor(::fileno(stream))) return call();
  return under(fate("fflush", where.path), EOF, call);
}
ssize_t copy_file_range(int from, off64_t* from_at, int to, off64_t* to_at, size_t bytes, unsigned flags) {
  return write_under("copy_file_range", to, bytes, [&](std::size_t most) {
    return real<ssize_t(int, off64_t*, int, off64_t*, size_t, unsigned)>("copy_file_range")(from, from_at, to, to_at,
                                                                                            most, flags);
  });
}
ssize_t sendfile(int to, int from, off_t* at, size_t bytes) {
  return write_under("sendfile", to, bytes, [&](std::size_t most) {
    return real<ssize_t(int, int, off_t*, size_t)>("sendfile")(to, from, at, most);
  });
}

int fsync(int file) {
  return change_file("fsync", file, [&] { return real<int(int)>("fsync")(file); });
}
int fdatasync(int file) {
  return change_file("fdatasync", file, [&] { return real<int(int)>("fdatasync")(file); });
}
int ftruncate(int file, off_t bytes) {
  return change_file("ftruncate", file, [&] { return real<int(int, off_t)>("ftruncate")(file, bytes); });
}
int ftruncate64(int file, off64_t bytes) { return ftruncate(file, bytes); }
int fallocate(int file, int how, off_t at, off_t bytes) {
  return change_file("fallocate", file,
                     [&] { return real<int(int, int, off_t, off_t)>("fallocate")(file, how, at, bytes); });
}
int fchmod(int file, mode_t mode) {
  return change_file("fchmod", file, [&] { return real<int(int, mode_t)>("fchmod")(file, mode); });
}
int chmod(const char* name, mode_t mode) {
  return change_name("chmod", AT_FDCWD, name, [&] { return real<int(const char*, mode_t)>("chmod")(name, mode); });
}
int mkdir(const char* name, mode_t mode) {
  return change_name("mkdir", AT_FDCWD, name, [&] { return real<int(const char*, mode_t)>("mkdir")(name, mode); });
}
int rename(const char* from, const char* to) {
  return change_name(
      "rename", AT_FDCWD, to, [&] { return real<int(const char*, const char*)>("rename")(from, to); }, from);
}
int link(const char* from, const char* to) {
  return change_name("link", AT_FDCWD, to, [&] { return real<int(const char*, const char*)>("link")(from, to); });
}
int symlink(const char* target, const char* name) {
  return change_name("symlink", AT_FDCWD, name,
                     [&] { return real<int(const char*, const char*)>("symlink")(target, name); });
}
int unlink(const char* name) {
  return change_name("unlink", AT_FDCWD, name, [&] { return real<int(const char*)>("unlink")(name); });
}
int unlinkat(int folder, const char* name, int flags) {
  return change_name("unlinkat", folder, name,
                     [&] { return real<int(int, const char*, int)>("unlinkat")(folder, name, flags); });
}
int rmdir(const char* name) {
  return change_name("rmdir", AT_FDCWD, name, [&] { return real<int(const char*)>("rmdir")(name); });
}
int remove(const char* name) {
  return change_name("remove", AT_FDCWD, name, [&] { return real<int(const char*)>("remove")(name); });
}

}  // extern "C"
