// Reads through one descriptor, so that the mode checked is that of the bytes read.
#include "signing/key_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace qiuhao::signing {
namespace {

struct Descriptor {
  int value = -1;
  ~Descriptor() {
    if (value >= 0) ::close(value);
  }
};

std::unexpected<Error> unreadable(const Path& path, int error_number, const Place& place) {
  const bool is_forbidden = error_number == EACCES;
  return fail({is_forbidden ? Fault::system : Fault::input, is_forbidden ? "no_permission" : "bad_keyring",
               fmt::format("cannot read {}: {}; {}", path.string(), std::strerror(error_number),
                           is_forbidden ? "make the user that runs qiuhao its owner" : "check the path"),
               place,
               fmt::format("不能读取{}：{}；{}", path.string(), std::strerror(error_number),
                           is_forbidden ? "请把它的属主改为运行qiuhao的用户" : "请检查路径")});
}

}  // namespace

Result<KeyFile> read_key_file(const Path& path, const Place& place) {
  // Without O_NONBLOCK a pipe of that name would be waited for.
  const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
  if (file.value < 0) return unreadable(path, errno, place);
  struct stat about {};
  if (::fstat(file.value, &about) != 0) return unreadable(path, errno, place);
  if (!S_ISREG(about.st_mode))
    return input_error("bad_keyring",
                       Sentence{fmt::format("{} is no regular file; name a file", path.string()),
                                fmt::format("{}不是普通文件；请写文件名", path.string())},
                       place);
  if (about.st_size > static_cast<off_t>(kMostFileBytes))
    return input_error("bad_keyring",
                       Sentence{fmt::format("{} has more than {} bytes; check that it is the right file", path.string(),
                                            kMostFileBytes),
                                fmt::format("{}超过{}字节；请检查是否选错文件", path.string(), kMostFileBytes)},
                       place);
  KeyFile read;
  read.mode = about.st_mode & 07777U;
  read.content.resize(static_cast<std::size_t>(about.st_size));
  std::size_t filled = 0;
  while (filled < read.content.size()) {
    const ssize_t got = ::read(file.value, read.content.data() + filled, read.content.size() - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return unreadable(path, errno, place);
    if (got == 0) break;
    filled += static_cast<std::size_t>(got);
  }
  read.content.resize(filled);
  return read;
}

std::unexpected<Error> secret_readable(const Path& path, unsigned mode, const Place& place) {
  return input_error("secret_readable",
                     Sentence{fmt::format("{} holds a secret and others may read or write it (mode {:03o}); run chmod "
                                          "600 {}",
                                          path.string(), mode & 0777U, path.string()),
                              fmt::format("{}含有密钥，而其他用户可读写（权限{:03o}）；请运行chmod 600 {}",
                                          path.string(), mode & 0777U, path.string())},
                     place);
}

}  // namespace qiuhao::signing
