// Plain, gzip (of any number of members) and zstd (of any number of frames) files behind one reader.
#include "claims/reading/byte_source.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <cerrno>
#include <cstring>
#include <vector>

namespace qiuhao::claims::reading {
namespace {

constexpr std::size_t kInputBytes = 1 << 18;

class PlainSource : public ByteSource {
 public:
  PlainSource(int file, Path path) : file_(file), path_(std::move(path)) {}
  ~PlainSource() override { ::close(file_); }
  PlainSource(const PlainSource&) = delete;
  PlainSource& operator=(const PlainSource&) = delete;

  Result<std::size_t> read(std::span<char> buffer) override {
    while (true) {
      const ssize_t count = ::read(file_, buffer.data(), buffer.size());
      if (count >= 0) return static_cast<std::size_t>(count);
      if (errno != EINTR) {
        return system_error("file_error", fmt::format("cannot be read: {}", std::strerror(errno)),
                            {path_.string(), 0, 0, ""});
      }
    }
  }

 private:
  int file_;
  Path path_;
};

// What gzip and zstd share: packed bytes from the file, in a buffer.
class PackedSource : public ByteSource {
 public:
  PackedSource(std::unique_ptr<ByteSource> file, Path path)
      : path_(std::move(path)), file_(std::move(file)), packed_(kInputBytes) {}

 protected:
  // More packed bytes; false at the end of the file.
  Result<bool> refill() {
    ASSIGN(size_, file_->read(packed_));
    position_ = 0;
    return size_ > 0;
  }
  std::unexpected<Error> truncated() const {
    return damaged(path_, "ends in the middle of its compressed data; copy or pack it again, nothing of it was taken");
  }

  Path path_;
  std::unique_ptr<ByteSource> file_;
  std::vector<char> packed_;
  std::size_t size_ = 0;
  std::size_t position_ = 0;
};

class GzipSource : public PackedSource {
 public:
  GzipSource(std::unique_ptr<ByteSource> file, Path path) : PackedSource(std::move(file), std::move(path)) {
    inflateInit2(&stream_, 15 + 16);
  }
  ~GzipSource() override { inflateEnd(&stream_); }
  GzipSource(const GzipSource&) = delete;
  GzipSource& operator=(const GzipSource&) = delete;

  Result<std::size_t> read(std::span<char> buffer) override {
    while (true) {
      if (position_ == size_) {
        ASSIGN(const bool more, refill());
        if (!more) {
          if (inside_) return truncated();
          return 0;
        }
      }
      if (!inside_) {
        inflateReset(&stream_);
        inside_ = true;
      }
      stream_.next_in = reinterpret_cast<Bytef*>(packed_.data() + position_);
      stream_.avail_in = static_cast<uInt>(size_ - position_);
      stream_.next_out = reinterpret_cast<Bytef*>(buffer.data());
      stream_.avail_out = static_cast<uInt>(buffer.size());
      const int state = inflate(&stream_, Z_NO_FLUSH);
      position_ = size_ - stream_.avail_in;
      const std::size_t made = buffer.size() - stream_.avail_out;
      if (state == Z_STREAM_END) inside_ = false;
      if (state != Z_OK && state != Z_STREAM_END && state != Z_BUF_ERROR)
        return damaged(path_, "is damaged: its gzip data does not unpack; copy or pack it again");
      if (made > 0) return made;
    }
  }

 private:
  z_stream stream_{};
  bool inside_ = false;  // a member has begun and not ended
};

class ZstdSource : public PackedSource {
 public:
  ZstdSource(std::unique_ptr<ByteSource> file, Path path)
      : PackedSource(std::move(file), std::move(path)), stream_(ZSTD_createDStream()) {}
  ~ZstdSource() override { ZSTD_freeDStream(stream_); }
  ZstdSource(const ZstdSource&) = delete;
  ZstdSource& operator=(const ZstdSource&) = delete;

  Result<std::size_t> read(std::span<char> buffer) override {
    while (true) {
      if (position_ == size_ && !full_) {
        ASSIGN(const bool more, refill());
        if (!more) {
          if (inside_) return truncated();
          return 0;
        }
      }
      ZSTD_inBuffer in{packed_.data(), size_, position_};
      ZSTD_outBuffer out{buffer.data(), buffer.size(), 0};
      const std::size_t state = ZSTD_decompressStream(stream_, &out, &in);
      if (ZSTD_isError(state) != 0)
        return damaged(path_, "is damaged: its zstd data does not unpack; copy or pack it again");
      position_ = in.pos;
      inside_ = state != 0;
      full_ = out.pos == out.size;  // more may wait inside the unpacker
      if (out.pos > 0) return out.pos;
    }
  }

 private:
  ZSTD_DStream* stream_;
  bool inside_ = false;
  bool full_ = false;
};

}  // namespace

std::unexpected<Error> damaged(const Path& path, const std::string& what) {
  return input_error("damaged_file", what, {path.string(), 0, 0, ""});
}

std::unexpected<Error> interrupted() { return system_error("interrupted", "was interrupted; nothing was changed"); }

static Result<std::unique_ptr<ByteSource>> open_plain(const Path& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file >= 0) return std::make_unique<PlainSource>(file, path);
  const std::string why = std::strerror(errno);
  if (errno == ENOENT) return input_error("no_such_file", "is not there; check the path", {path.string(), 0, 0, ""});
  return system_error("file_error", fmt::format("cannot be read: {}", why), {path.string(), 0, 0, ""});
}

Result<Packing> packing_of(const Path& path) {
  ASSIGN(auto file, open_plain(path));
  char first[4] = {};
  ASSIGN(const std::size_t count, file->read(first));
  if (count >= 2 && std::memcmp(first, "\x1f\x8b", 2) == 0) return Packing::gzip;
  if (count == 4 && std::memcmp(first, "\x28\xb5\x2f\xfd", 4) == 0) return Packing::zstd;
  return Packing::none;
}

Result<std::unique_ptr<ByteSource>> open_bytes(const Path& path) {
  ASSIGN(const Packing packing, packing_of(path));
  ASSIGN(auto file, open_plain(path));
  if (packing == Packing::gzip) return std::make_unique<GzipSource>(std::move(file), path);
  if (packing == Packing::zstd) return std::make_unique<ZstdSource>(std::move(file), path);
  return file;
}

Status verify_packing(const Path& path, const std::atomic<bool>* stop) {
  ASSIGN(auto bytes, open_bytes(path));
  std::vector<char> buffer(kInputBytes);
  while (true) {
    if (stop != nullptr && stop->load()) return interrupted();
    ASSIGN(const std::size_t count, bytes->read(buffer));
    if (count == 0) return {};
  }
}

Result<std::string> read_head(const Path& path, std::size_t most) {
  ASSIGN(auto bytes, open_bytes(path));
  std::string head(most, '\0');
  std::size_t filled = 0;
  while (filled < most) {
    ASSIGN(const std::size_t count, bytes->read(std::span(head.data() + filled, most - filled)));
    if (count == 0) break;
    filled += count;
  }
  head.resize(filled);
  return head;
}

}  // namespace qiuhao::claims::reading
