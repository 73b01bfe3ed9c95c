// One file of extents.
#include "claims/assembly/spill.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace qiuhao::claims::assembly {
namespace {

std::unexpected<Error> spill_error(const Path& path, std::string_view doing, int why) {
  return system_error(
      why == ENOSPC ? "disk_full" : "file_error",
      fmt::format("cannot {}: {}; {}", doing, std::strerror(why),
                  why == ENOSPC ? "free some space and run it again" : "check the disk and run it again"),
      {path.string(), 0, 0, ""});
}

}  // namespace

Spill::Spill(int file, Path path, std::size_t partitions, std::size_t buffer_bytes)
    : file_(file), path_(std::move(path)), buffer_bytes_(buffer_bytes), buffers_(partitions), extents_(partitions) {}

Spill::Spill(Spill&& other) noexcept
    : file_(std::exchange(other.file_, -1)),
      path_(std::move(other.path_)),
      buffer_bytes_(other.buffer_bytes_),
      end_(other.end_),
      buffers_(std::move(other.buffers_)),
      extents_(std::move(other.extents_)) {}

Spill::~Spill() {
  if (file_ >= 0) ::close(file_);
}

Result<Spill> Spill::make(const Path& path, std::size_t partitions, std::size_t buffer_bytes) {
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) return spill_error(path, "make the file", errno);
  ::unlink(path.c_str());
  return Spill(file, path, partitions, buffer_bytes);
}

Status Spill::write_out(std::size_t partition) {
  std::string& buffer = buffers_[partition];
  extents_[partition].push_back({end_, buffer.size()});
  const char* from = buffer.data();
  for (std::size_t left = buffer.size(); left > 0;) {
    const ssize_t count = ::pwrite(file_, from, left, static_cast<off_t>(end_));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return spill_error(path_, "write", errno);
    from += count;
    left -= static_cast<std::size_t>(count);
    end_ += static_cast<std::uint64_t>(count);
  }
  buffer.clear();
  return {};
}

std::uint64_t Spill::bytes() const {
  std::uint64_t total = end_;
  for (const std::string& buffer : buffers_) total += buffer.size();
  return total;
}

Result<std::string> Spill::load(std::size_t partition) const {
  std::size_t total = buffers_[partition].size();
  for (const Extent& extent : extents_[partition]) total += extent.bytes;
  std::string bytes;
  bytes.resize(total);
  char* to = bytes.data();
  for (const Extent& extent : extents_[partition]) {
    for (std::uint64_t done = 0; done < extent.bytes;) {
      const ssize_t count = ::pread(file_, to, extent.bytes - done, static_cast<off_t>(extent.begin + done));
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) return spill_error(path_, "read back", count == 0 ? EIO : errno);
      to += count;
      done += static_cast<std::uint64_t>(count);
    }
  }
  std::memcpy(to, buffers_[partition].data(), buffers_[partition].size());
  return bytes;
}

}  // namespace qiuhao::claims::assembly
