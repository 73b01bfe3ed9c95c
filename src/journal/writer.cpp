// pwritev and fdatasync.
#include "journal/writer.h"

#include <fcntl.h>
#include <limits.h>
#include <sys/random.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include "journal/segment.h"

namespace qiuhao::journal {
namespace {

Result<std::uint64_t> draw_salt(const Path& file) {
  std::uint64_t salt = 0;
  while (::getrandom(&salt, sizeof salt, 0) != static_cast<ssize_t>(sizeof salt)) {
    if (errno != EINTR) return file_error(file, "draw a random number", "生成随机数", errno);
  }
  return salt;
}

}  // namespace

SegmentWriter::SegmentWriter(int descriptor, Path file, std::uint64_t salt, std::uint64_t bytes)
    : descriptor_(descriptor), file_(std::move(file)), salt_(salt), bytes_(bytes) {}

SegmentWriter::SegmentWriter(SegmentWriter&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      file_(std::move(other.file_)),
      salt_(other.salt_),
      bytes_(other.bytes_) {}

SegmentWriter& SegmentWriter::operator=(SegmentWriter&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  std::swap(file_, other.file_);
  std::swap(salt_, other.salt_);
  std::swap(bytes_, other.bytes_);
  return *this;
}

SegmentWriter::~SegmentWriter() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Result<SegmentWriter> SegmentWriter::create(const Path& folder, Sequence first) {
  const Path file = folder / segment_name(first);
  // Under a name that is no segment's until the header is on disk: a segment without a whole header is damage.
  const Path unfinished = file.string() + std::string(kUnfinishedEnding);
  ASSIGN(const std::uint64_t salt, draw_salt(file));
  const int descriptor = ::open(unfinished.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (descriptor < 0) return file_error(unfinished, "make the file", "建立文件", errno);
  SegmentWriter writer(descriptor, unfinished, salt, 0);
  const std::string header = SegmentHeader{first, salt}.bytes();
  const std::string_view frames[] = {header};
  TRY(writer.write(frames));
  TRY(writer.sync());
  if (::rename(unfinished.c_str(), file.c_str()) != 0) return file_error(file, "name the file", "命名文件", errno);
  TRY(sync_path(folder));
  writer.file_ = file;
  return writer;
}

Result<SegmentWriter> SegmentWriter::reopen(const Path& file, std::uint64_t salt, std::uint64_t bytes) {
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CLOEXEC);
  if (descriptor < 0) return file_error(file, "open", "打开", errno);
  return SegmentWriter(descriptor, file, salt, bytes);
}

Status SegmentWriter::write(std::span<const std::string_view> frames) {
  std::size_t written = 0;  // of the first frame
  while (!frames.empty()) {
    std::array<iovec, IOV_MAX> pieces;
    const std::size_t count = std::min(frames.size(), pieces.size());
    for (std::size_t index = 0; index < count; ++index) {
      const std::string_view rest = frames[index].substr(index == 0 ? written : 0);
      pieces[index] = {const_cast<char*>(rest.data()), rest.size()};
    }
    const ssize_t result = ::pwritev(descriptor_, pieces.data(), static_cast<int>(count), static_cast<off_t>(bytes_));
    if (result < 0 && errno == EINTR) continue;
    if (result <= 0) return file_error(file_, "write", "写入", result < 0 ? errno : EIO);
    bytes_ += static_cast<std::uint64_t>(result);
    written += static_cast<std::size_t>(result);
    while (!frames.empty() && written >= frames.front().size()) {
      written -= frames.front().size();
      frames = frames.subspan(1);
    }
  }
  return {};
}

Status SegmentWriter::sync() {
  while (::fdatasync(descriptor_) != 0) {
    if (errno != EINTR) return file_error(file_, "sync", "落盘", errno);
  }
  return {};
}

}  // namespace qiuhao::journal
