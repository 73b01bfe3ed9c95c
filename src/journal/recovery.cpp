// What is cut and what is refused. A record is acknowledged after fdatasync returned for all up to its end, so what
// stands before that is on disk, and what comes after may be there in part: a killed process leaves a front part, a
// loss of power any of the sectors, in any order (the disk is free in it), zeros or an older end of file for the rest.
//
// A bad frame in the newest file is therefore not judged by whether whole frames follow it: later records of the commit
// that was being written may well be whole where an earlier one is not, and none of them was acknowledged. It is judged
// by what they say. Each frame carries `synced`, the newest sequence that was on disk when it was written. If a whole
// frame behind the bad place, where record N should stand, has synced >= N, then N had been on disk: this is damage,
// and is refused. If none has, N belongs to the last commit, of which nothing tells whether its sync returned: the end
// is cut at N. (So a bit that turns over in the very last commit of a journal that was not closed is taken for a torn
// write. A closed one ends in a seal, which vouches for all before it.) Files before the newest were synced before the
// next was made: there, every bad frame is damage.
//
// A whole frame of the last commit may stand in the system's memory only: its process was killed before the sync, or
// the sync failed and the system took the pages for written all the same. It is given to `take`, so it must be on disk
// from here on; since a second sync would have nothing to do for such pages, they are written again first.
#include "journal/recovery.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>

#include "journal/segment.h"

namespace qiuhao::journal {
namespace {

namespace fs = std::filesystem;

struct Listing {
  std::vector<Sequence> firsts;  // of segments, in order
  std::vector<Path> unfinished;  // segments that were being made
};

Result<Listing> list_folder(const Path& folder) {
  Listing listing;
  std::error_code code;
  fs::directory_iterator entries(folder, code);
  for (; !code && entries != fs::directory_iterator(); entries.increment(code)) {
    const std::string name = entries->path().filename().string();
    if (const auto first = first_of_name(name)) listing.firsts.push_back(*first);
    if (name.ends_with(kUnfinishedEnding)) listing.unfinished.push_back(entries->path());
  }
  if (code) return file_error(folder, "list the folder", "列出文件夹", code.value());
  std::ranges::sort(listing.firsts);
  return listing;
}

// Reads one segment.
class Reading {
 public:
  Reading(const Path& file, SegmentReader reader, const SegmentHeader& header)
      : file_(file), reader_(std::move(reader)), header_(header), next_(header.first) {}

  // Gives the records of whole frames, up to the first bad one or the end.
  Status read(const Journal::Take& take);
  // Refuses when frames behind the bad one say that it had been on disk.
  Status check_that_the_end_was_never_synced();
  // Cuts at the end of the last whole frame, writes the last commit again, and syncs.
  Status mend();

  bool is_whole() const { return end_ == reader_.size(); }
  std::unexpected<Error> damage(const Sentence& what) const { return damaged(file_, end_, what); }

  Sequence next() const { return next_; }
  std::size_t records() const { return records_; }
  std::uint64_t end() const { return end_; }
  std::uint64_t bytes_behind() const { return reader_.size() - end_; }
  std::uint64_t salt() const { return header_.salt; }
  bool is_sealed() const { return is_sealed_; }

 private:
  const Path file_;
  SegmentReader reader_;
  const SegmentHeader header_;
  Sequence next_;  // the record expected at end_
  std::size_t records_ = 0;
  std::uint64_t end_ = kSegmentHeaderBytes;           // of the last whole frame
  std::uint64_t commit_begin_ = kSegmentHeaderBytes;  // of the frames that no later one vouches for
  std::optional<Sequence> synced_;                    // as the last frame says
  bool is_sealed_ = true;
};

Status Reading::read(const Journal::Take& take) {
  while (!is_whole()) {
    Frame frame;
    ASSIGN(const std::string_view bytes, reader_.frame_at(end_, header_.salt, frame));
    if (bytes.empty()) return {};
    const bool is_record = frame.form == Form::record;
    const Sequence expected = is_record ? next_ : next_ - 1;
    if (frame.sequence != expected) {
      return damage({fmt::format("record {} stands where {} should", frame.sequence, expected),
                     fmt::format("应为第 {} 条记录，却是第 {} 条", expected, frame.sequence)});
    }
    if (synced_ != frame.synced) commit_begin_ = end_;
    synced_ = frame.synced;
    is_sealed_ = !is_record;
    end_ += bytes.size();
    if (!is_record) continue;
    ++next_;
    ++records_;
    if (take) take({frame.sequence, frame.kind, bytes.substr(kFrameHeaderBytes)});
  }
  return {};
}

Status Reading::check_that_the_end_was_never_synced() {
  std::uint64_t offset = end_ + 1;
  while (offset + kFrameHeaderBytes <= reader_.size()) {
    ASSIGN(const std::string_view block, reader_.view(offset, kFrameHeaderBytes));
    const std::size_t places = block.size() - kFrameHeaderBytes + 1;
    std::size_t place = 0;
    for (; place < places; ++place) {
      const auto candidate = read_frame_header(block.substr(place, kFrameHeaderBytes), header_.salt);
      if (candidate && candidate->synced >= next_) break;
    }
    offset += place;
    if (place == places) continue;
    Frame frame;
    ASSIGN(const std::string_view whole, reader_.frame_at(offset, header_.salt, frame));
    if (!whole.empty()) {
      return damage({fmt::format("record {} is damaged; byte {} says that it was on disk", next_, offset),
                     fmt::format("第 {} 条记录已损坏；第 {} 字节表明它曾已落盘", next_, offset)});
    }
    ++offset;
  }
  return {};
}

Status Reading::mend() {
  if (is_whole() && end_ == commit_begin_) return {};
  const int descriptor = ::open(file_.c_str(), O_WRONLY | O_CLOEXEC);
  if (descriptor < 0) return file_error(file_, "open", "打开", errno);
  const auto mended = [&]() -> Status {
    for (std::uint64_t offset = commit_begin_; offset < end_;) {
      ASSIGN(std::string_view bytes, reader_.view(offset, 1));
      bytes = bytes.substr(0, static_cast<std::size_t>(std::min<std::uint64_t>(bytes.size(), end_ - offset)));
      const ssize_t count = ::pwrite(descriptor, bytes.data(), bytes.size(), static_cast<off_t>(offset));
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) return file_error(file_, "write", "写入", count < 0 ? errno : EIO);
      offset += static_cast<std::uint64_t>(count);
    }
    if (!is_whole() && ::ftruncate(descriptor, static_cast<off_t>(end_)) != 0) {
      return file_error(file_, "cut off the end", "截断", errno);
    }
    if (::fsync(descriptor) != 0) return file_error(file_, "sync", "落盘", errno);
    return {};
  }();
  ::close(descriptor);
  return mended;
}

Result<Reading> open_segment(const Path& folder, Sequence first) {
  const Path file = folder / segment_name(first);
  ASSIGN(SegmentReader reader, SegmentReader::open(file));
  ASSIGN(const std::string_view bytes, reader.view(0, kSegmentHeaderBytes));
  ASSIGN(const SegmentHeader header, read_segment_header(file, bytes));
  if (header.first != first) {
    return damaged(file, 0,
                   {fmt::format("the file begins with record {}, not {}", header.first, first),
                    fmt::format("文件从第 {} 条记录开始，而不是第 {} 条", header.first, first)});
  }
  return Reading(file, std::move(reader), header);
}

}  // namespace

Result<Recovered> recover(const Path& folder, const Journal::Take& take) {
  ASSIGN(const Listing listing, list_folder(folder));
  Recovered recovered;
  Opened& opened = recovered.opened;
  if (!listing.firsts.empty()) opened = {listing.firsts.front(), listing.firsts.front() - 1, 0, 0};
  for (const Sequence first : listing.firsts) {
    const Path file = folder / segment_name(first);
    if (first != opened.last + 1) {
      return damaged(file, 0,
                     {fmt::format("the file before ends with record {}, this one begins with {}", opened.last, first),
                      fmt::format("前一文件止于第 {} 条记录，本文件始于第 {} 条", opened.last, first)});
    }
    ASSIGN(Reading reading, open_segment(folder, first));
    TRY(reading.read(take));
    if (!reading.is_whole() && first != listing.firsts.back()) {
      return reading.damage(
          {fmt::format("record {} is damaged", reading.next()), fmt::format("第 {} 条记录已损坏", reading.next())});
    }
    if (first == listing.firsts.back()) {
      TRY(reading.check_that_the_end_was_never_synced());
      TRY(reading.mend());
      opened.cut_bytes = static_cast<std::size_t>(reading.bytes_behind());
      recovered.is_sealed = reading.is_sealed();
      recovered.salt = reading.salt();
    }
    opened.last = reading.next() - 1;
    opened.records += reading.records();
    recovered.segments.push_back({first, reading.end()});
  }
  for (const Path& file : listing.unfinished) {
    if (::unlink(file.c_str()) != 0) return file_error(file, "remove", "删除", errno);
  }
  TRY(sync_path(folder));
  return recovered;
}

Status make_lasting_folder(const Path& folder) {
  const Path above = folder.parent_path();
  std::error_code code;
  if (!fs::exists(above, code)) TRY(make_lasting_folder(above));
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) {
    return file_error(folder, "make the folder", "建立文件夹", errno);
  }
  return sync_path(above);
}

}  // namespace qiuhao::journal
