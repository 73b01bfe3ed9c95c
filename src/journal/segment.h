// The bytes of a segment: its name, its header, and the frames that records stand in
// (docs/reference/journal-format.md).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/files.h"
#include "base/result.h"
#include "journal/journal.h"

namespace qiuhao::journal {

inline constexpr std::size_t kSegmentHeaderBytes = 40;
inline constexpr std::size_t kFrameHeaderBytes = 32;
// Behind a segment's name while it is being made.
inline constexpr std::string_view kUnfinishedEnding = ".writing";

// "00000000000000000001.journal"; the other way it is nothing for a name that no segment has.
std::string segment_name(Sequence first);
std::optional<Sequence> first_of_name(std::string_view name);

struct SegmentHeader {
  Sequence first = 1;  // of the first record
  // Drawn for each segment. Checksums hang on it, so that bytes of another file, or bytes that somebody put into a
  // record, are no frame here.
  std::uint64_t salt = 0;

  std::string bytes() const;
};
// Errors: "damaged_journal"; "other_format" for a whole header of a format that this program does not know.
Result<SegmentHeader> read_segment_header(const Path& file, std::string_view bytes);

enum class Form : std::uint8_t {
  record = 0,
  seal = 1,  // the journal was closed after this sequence, and all before it was on disk; it counts as no record
};

struct Frame {
  Form form = Form::record;
  std::uint8_t kind = 0;
  Sequence sequence = 0;
  Sequence synced = 0;  // the newest that was on disk for sure when this was written
  std::uint32_t body_bytes = 0;
};

// Writes the frame's header into the first kFrameHeaderBytes of `bytes`, after which the body stands.
void finish_frame(std::span<char> bytes, const Frame& frame, std::uint64_t salt);
// The header's fields without the checksum being looked at; nothing when no writer would have written them.
std::optional<Frame> read_frame_header(std::string_view bytes, std::uint64_t salt);

// "damaged_journal", with file and offset.
std::unexpected<Error> damaged(const Path& file, std::uint64_t offset, const Sentence& what);
// "file_error", or the name of the case, with what the system said.
std::unexpected<Error> file_error(const Path& file, std::string_view doing, std::string_view doing_chinese, int why);

// A segment read by blocks: a disk's error is an error here, where a map would end the process.
class SegmentReader {
 public:
  static Result<SegmentReader> open(const Path& file);
  SegmentReader(SegmentReader&& other) noexcept;
  SegmentReader& operator=(SegmentReader&&) = delete;
  ~SegmentReader();

  std::uint64_t size() const { return size_; }
  // At least these bytes, and what else of the block is in memory; less only at the end. They stand until the next
  // call.
  Result<std::string_view> view(std::uint64_t offset, std::size_t bytes);
  // The whole frame here with a right checksum, header and body; "" when there is none. `frame` gets its fields.
  Result<std::string_view> frame_at(std::uint64_t offset, std::uint64_t salt, Frame& frame);

 private:
  SegmentReader(int descriptor, Path file, std::uint64_t size);
  int descriptor_;
  Path file_;
  std::uint64_t size_;
  std::string block_;  // the bytes from block_begin_ on
  std::uint64_t block_begin_ = 0;
};

}  // namespace qiuhao::journal
