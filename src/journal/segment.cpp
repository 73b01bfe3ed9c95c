// Numbers in and out of bytes, checksums, and reading by blocks.
#include "journal/segment.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <utility>

#include "base/check.h"
#include "base/hash.h"

namespace qiuhao::journal {
namespace {

static_assert(std::endian::native == std::endian::little, "numbers on disk are little-endian");

constexpr std::string_view kEnding = ".journal";
constexpr std::size_t kNameDigits = 20;
constexpr std::string_view kMagic{"QIUHAOJRNL01\n\0\0\0", 16};
constexpr std::size_t kFormatOffset = 10;  // of its two digits
constexpr std::size_t kBlockBytes = std::size_t{1} << 20;

// Where the fields of a header are, in bytes.
constexpr std::size_t kFirst = 16, kSalt = 24, kHeaderChecksum = 32;
// Where those of a frame are.
constexpr std::size_t kBodyBytes = 8, kKind = 12, kForm = 13, kMark = 14, kSequence = 16, kSynced = 24;

template <typename Number>
Number number_at(std::string_view bytes, std::size_t offset) {
  Number number;
  std::memcpy(&number, bytes.data() + offset, sizeof number);
  return number;
}

template <typename Number>
void put(std::span<char> bytes, std::size_t offset, Number number) {
  std::memcpy(bytes.data() + offset, &number, sizeof number);
}

std::uint64_t frame_checksum(std::string_view bytes, std::uint64_t salt) {
  return hash64(bytes.substr(sizeof(std::uint64_t))) ^ salt;
}

std::uint16_t mark_of(std::uint64_t salt) { return static_cast<std::uint16_t>(salt & 0xffff); }

}  // namespace

std::string segment_name(Sequence first) { return fmt::format("{:020}{}", first, kEnding); }

std::optional<Sequence> first_of_name(std::string_view name) {
  if (name.size() != kNameDigits + kEnding.size() || !name.ends_with(kEnding)) return std::nullopt;
  Sequence first = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + kNameDigits, first);
  if (error != std::errc() || end != name.data() + kNameDigits || first == 0) return std::nullopt;
  return first;
}

std::string SegmentHeader::bytes() const {
  std::string bytes(kSegmentHeaderBytes, '\0');
  bytes.replace(0, kMagic.size(), kMagic);
  put(bytes, kFirst, first);
  put(bytes, kSalt, salt);
  put(bytes, kHeaderChecksum, hash64(std::string_view(bytes).substr(0, kHeaderChecksum)));
  return bytes;
}

Result<SegmentHeader> read_segment_header(const Path& file, std::string_view bytes) {
  if (bytes.size() < kSegmentHeaderBytes || !bytes.starts_with(kMagic.substr(0, kFormatOffset)) ||
      number_at<std::uint64_t>(bytes, kHeaderChecksum) != hash64(bytes.substr(0, kHeaderChecksum))) {
    return damaged(file, 0, {"the header is not whole", "文件头不完整"});
  }
  if (!bytes.starts_with(kMagic)) {
    const std::string_view format = bytes.substr(kFormatOffset, 2);
    return fail({Fault::system,
                 "other_format",
                 fmt::format("has format {}; open it with the release that wrote it, or a later one", format),
                 {file.string(), 0, 0, ""},
                 fmt::format("格式为 {}；请用写入它的版本或更新的版本打开", format)});
  }
  return SegmentHeader{number_at<Sequence>(bytes, kFirst), number_at<std::uint64_t>(bytes, kSalt)};
}

void finish_frame(std::span<char> bytes, const Frame& frame, std::uint64_t salt) {
  CHECK(bytes.size() == kFrameHeaderBytes + frame.body_bytes);
  put(bytes, kBodyBytes, frame.body_bytes);
  put(bytes, kKind, frame.kind);
  put(bytes, kForm, std::to_underlying(frame.form));
  put(bytes, kMark, mark_of(salt));
  put(bytes, kSequence, frame.sequence);
  put(bytes, kSynced, frame.synced);
  put(bytes, 0, frame_checksum({bytes.data(), bytes.size()}, salt));
}

std::optional<Frame> read_frame_header(std::string_view bytes, std::uint64_t salt) {
  if (bytes.size() < kFrameHeaderBytes || number_at<std::uint16_t>(bytes, kMark) != mark_of(salt)) return std::nullopt;
  const Frame frame{static_cast<Form>(bytes[kForm]), static_cast<std::uint8_t>(bytes[kKind]),
                    number_at<Sequence>(bytes, kSequence), number_at<Sequence>(bytes, kSynced),
                    number_at<std::uint32_t>(bytes, kBodyBytes)};
  const bool is_record =
      frame.form == Form::record && frame.body_bytes <= kRecordBytesMost && frame.synced < frame.sequence;
  const bool is_seal = frame.form == Form::seal && frame.body_bytes == 0 && frame.synced == frame.sequence;
  return is_record || is_seal ? std::optional(frame) : std::nullopt;
}

std::unexpected<Error> damaged(const Path& file, std::uint64_t offset, const Sentence& what) {
  return fail({Fault::system,
               "damaged_journal",
               fmt::format("byte {}: {}; restore the folder from a backup", offset, what.english),
               {file.string(), 0, 0, ""},
               fmt::format("第 {} 字节：{}；请从备份恢复该文件夹", offset, what.chinese)});
}

std::unexpected<Error> file_error(const Path& file, std::string_view doing, std::string_view doing_chinese, int why) {
  return fail(
      {Fault::system,
       why == EROFS                      ? "read_only_disk"
       : why == ENOSPC || why == EDQUOT  ? "disk_full"
       : why == EACCES || why == EPERM   ? "no_permission"
       : why == ENOLCK || why == ENOTSUP ? "no_locks"
                                         : "file_error",
       fmt::format("cannot {}: {}; see that the disk is sound and has room, and that this user may write there", doing,
                   std::strerror(why)),
       {file.string(), 0, 0, ""},
       fmt::format("不能{}：{}；请检查磁盘是否正常、有空间，且当前用户可写", doing_chinese, std::strerror(why))});
}

SegmentReader::SegmentReader(int descriptor, Path file, std::uint64_t size)
    : descriptor_(descriptor), file_(std::move(file)), size_(size) {}

SegmentReader::SegmentReader(SegmentReader&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      file_(std::move(other.file_)),
      size_(other.size_),
      block_(std::move(other.block_)),
      block_begin_(other.block_begin_) {}

SegmentReader::~SegmentReader() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Result<SegmentReader> SegmentReader::open(const Path& file) {
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return file_error(file, "open", "打开", errno);
  SegmentReader reader(descriptor, file, 0);
  struct stat info {};
  if (::fstat(descriptor, &info) != 0) return file_error(file, "open", "打开", errno);
  reader.size_ = static_cast<std::uint64_t>(info.st_size);
  return reader;
}

Result<std::string_view> SegmentReader::view(std::uint64_t offset, std::size_t bytes) {
  if (offset >= size_) return std::string_view();
  bytes = static_cast<std::size_t>(std::min<std::uint64_t>(bytes, size_ - offset));
  if (offset < block_begin_ || offset + bytes > block_begin_ + block_.size()) {
    block_.resize(static_cast<std::size_t>(std::min<std::uint64_t>(std::max(bytes, kBlockBytes), size_ - offset)));
    block_begin_ = offset;
    std::size_t got = 0;
    while (got < block_.size()) {
      const ssize_t count =
          ::pread(descriptor_, block_.data() + got, block_.size() - got, static_cast<off_t>(offset + got));
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) {
        const int why = count < 0 ? errno : EIO;  // it cannot have become shorter: the folder is locked
        block_.clear();
        return file_error(file_, "read", "读取", why);
      }
      got += static_cast<std::size_t>(count);
    }
  }
  return std::string_view(block_).substr(static_cast<std::size_t>(offset - block_begin_));
}

Result<std::string_view> SegmentReader::frame_at(std::uint64_t offset, std::uint64_t salt, Frame& frame) {
  ASSIGN(std::string_view bytes, view(offset, kFrameHeaderBytes));
  const std::optional<Frame> header = read_frame_header(bytes, salt);
  if (!header || size_ - offset < kFrameHeaderBytes + header->body_bytes) return std::string_view();
  ASSIGN(bytes, view(offset, kFrameHeaderBytes + header->body_bytes));
  bytes = bytes.substr(0, kFrameHeaderBytes + header->body_bytes);
  if (number_at<std::uint64_t>(bytes, 0) != frame_checksum(bytes, salt)) return std::string_view();
  frame = *header;
  return bytes;
}

}  // namespace qiuhao::journal
