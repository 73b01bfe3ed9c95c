// Writing the seed so that it is secret from its first byte.
#include "screening/sampling/seed_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/rand.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace qiuhao::screening {

Result<Digest> new_seed() {
  Digest seed{};
  if (RAND_bytes(seed.data(), static_cast<int>(seed.size())) != 1)
    return system_error("no_randomness", "the operating system gives no random bytes; try again");
  return seed;
}

Status save_seed(const Path& file, const Digest& seed) {
  const Place place{file.string(), 0, 0, ""};
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor < 0 && errno == EEXIST) {
    return input_error("file_is_there",
                       Sentence{"is there already; a seed is never written over, so name another file with --seed",
                                "已存在；种子文件不会被覆盖，请用 --seed 写另一个文件名"},
                       place);
  }
  if (descriptor < 0) return system_error("cannot_write", fmt::format("cannot write: {}", std::strerror(errno)), place);
  const std::string text = hex(seed) + "\n";
  const bool is_written =
      ::write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::fsync(descriptor) == 0;
  const int why = errno;
  ::close(descriptor);
  if (is_written) return {};
  ::unlink(file.c_str());
  return system_error("cannot_write", fmt::format("cannot write: {}", std::strerror(why)), place);
}

Result<Digest> load_seed(const Path& file) {
  constexpr std::size_t kMostBytes = 1024;
  const Place place{file.string(), 0, 0, ""};
  ASSIGN(std::string text, read_file(file, kMostBytes));
  struct stat info {};
  if (::stat(file.c_str(), &info) == 0 && (info.st_mode & 077) != 0) {
    return input_error("seed_open_to_others",
                       Sentence{"may be read by others, so the seed is no secret; chmod 600 it, and commit a new one "
                                "if anybody has read it",
                                "其他用户可读，种子不再保密；请执行 chmod 600，若已被人看过请重新承诺"},
                       place);
  }
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
  Digest seed{};
  if (read_hex(text, seed)) return seed;
  return input_error("bad_seed",
                     Sentence{"is no seed; it should hold 64 hexadecimal digits (0-9, a-f)",
                              "不是种子文件；应为 64 位十六进制数字（0-9、a-f）"},
                     place);
}

}  // namespace qiuhao::screening
