// POSIX files behind Results.
#include "base/files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace qiuhao {
namespace {

std::string_view chinese_of(std::string_view doing) {
  if (doing == "read") return "读取";
  if (doing == "write") return "写入";
  if (doing == "sync") return "落盘";
  if (doing == "map") return "映射";
  return "建立文件夹";
}

// An error of the system about a path, with the mend where we know one.
std::unexpected<Error> path_error(const Path& path, std::string_view doing, int error_number) {
  const auto make = [&](Fault fault, std::string code, const Sentence& mend) {
    return fail({fault,
                 std::move(code),
                 fmt::format("cannot {}: {}{}", doing, std::strerror(error_number), mend.english),
                 {path.string(), 0, 0, ""},
                 fmt::format("不能{}：{}", chinese_of(doing), mend.chinese)});
  };
  switch (error_number) {
    case ENOENT: return make(Fault::input, "no_such_file", {"; check the path", "没有这个文件；请检查路径"});
    case EACCES:
      return make(Fault::system, "no_permission", {"; give this user the right to it", "没有权限；请给当前用户授权"});
    case EROFS:
      return make(Fault::system, "read_only_disk",
                  {"; choose a folder on a disk that can be written", "磁盘只读；请选择可写的磁盘"});
    case ENOSPC:
      return make(Fault::system, "disk_full", {"; free some space and run it again", "磁盘已满；请腾出空间后重试"});
    case EISDIR: return make(Fault::input, "is_a_folder", {"; name a file", "这是文件夹；请写文件名"});
    default:
      return make(
          Fault::system, "file_error",
          {"; check the disk and run it again", fmt::format("{}；请检查磁盘后重试", std::strerror(error_number))});
  }
}

struct Descriptor {
  int value = -1;
  ~Descriptor() {
    if (value >= 0) ::close(value);
  }
};

}  // namespace

Status read_blocks(const Path& path, const std::function<void(std::string_view)>& take) {
  const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  if (file.value < 0) return path_error(path, "read", errno);
  struct stat info {};
  if (::fstat(file.value, &info) != 0) return path_error(path, "read", errno);
  if (S_ISDIR(info.st_mode)) return path_error(path, "read", EISDIR);
  std::string buffer(std::size_t{1} << 20, '\0');
  while (true) {
    const ssize_t count = ::read(file.value, buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return path_error(path, "read", errno);
    if (count == 0) return {};
    take({buffer.data(), static_cast<std::size_t>(count)});
  }
}

Result<std::string> read_file(const Path& path, std::size_t most_bytes) {
  // The size is asked first, so that a file too large is refused before any of it is held.
  std::error_code code;
  const auto size = std::filesystem::file_size(path, code);
  std::string content;
  bool too_large = !code && size > most_bytes;
  if (!too_large) {
    TRY(read_blocks(path, [&](std::string_view block) {
      too_large = too_large || content.size() + block.size() > most_bytes;
      if (!too_large) content += block;
    }));
  }
  if (!too_large) return content;
  return input_error("file_too_large",
                     Sentence{fmt::format("is larger than {} bytes, the most that is read", most_bytes),
                              fmt::format("超过可读的最大 {} 字节", most_bytes)},
                     {path.string(), 0, 0, ""});
}

Status sync_path(const Path& path) {
  const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  if (file.value < 0) return path_error(path, "sync", errno);
  if (::fsync(file.value) != 0) return path_error(path, "sync", errno);
  return {};
}

Status write_file_atomically(const Path& path, std::string_view content) {
  const Path beside = path.string() + ".writing";
  {
    const Descriptor file{::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644)};
    if (file.value < 0) return path_error(path, "write", errno);
    while (!content.empty()) {
      const ssize_t count = ::write(file.value, content.data(), content.size());
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) {
        const int why = errno;
        ::unlink(beside.c_str());
        return path_error(path, "write", why);
      }
      content.remove_prefix(static_cast<std::size_t>(count));
    }
    if (::fsync(file.value) != 0) {
      const int why = errno;
      ::unlink(beside.c_str());
      return path_error(path, "write", why);
    }
  }
  if (::rename(beside.c_str(), path.c_str()) != 0) {
    const int why = errno;
    ::unlink(beside.c_str());
    return path_error(path, "write", why);
  }
  return sync_path(path.has_parent_path() ? path.parent_path() : Path("."));
}

Status make_folder(const Path& path) {
  std::error_code code;
  std::filesystem::create_directories(path, code);
  if (code) return path_error(path, "make the folder", code.value());
  return {};
}

Result<MappedFile> MappedFile::open(const Path& path) {
  const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  if (file.value < 0) return path_error(path, "read", errno);
  struct stat info {};
  if (::fstat(file.value, &info) != 0) return path_error(path, "read", errno);
  MappedFile mapped;
  mapped.size_ = static_cast<std::size_t>(info.st_size);
  if (mapped.size_ == 0) return mapped;
  void* data = ::mmap(nullptr, mapped.size_, PROT_READ, MAP_SHARED, file.value, 0);
  if (data == MAP_FAILED) {
    mapped.size_ = 0;
    return path_error(path, "map", errno);
  }
  mapped.data_ = static_cast<const std::byte*>(data);
  return mapped;
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  return *this;
}

void MappedFile::release(std::size_t begin, std::size_t bytes) const {
  // Pages that the range only shares stay with their neighbours: whole pages inside it.
  constexpr std::size_t kPage = 4096;
  const std::size_t first = (begin + kPage - 1) / kPage * kPage;
  const std::size_t last = std::min(begin + bytes, size_) / kPage * kPage;
  if (first < last) ::madvise(const_cast<std::byte*>(data_) + first, last - first, MADV_DONTNEED);
}

MappedFile::~MappedFile() {
  if (data_ != nullptr) ::munmap(const_cast<std::byte*>(data_), size_);
}

}  // namespace qiuhao
