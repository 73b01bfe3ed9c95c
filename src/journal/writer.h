// Writes the newest segment: frames at its end, and syncs.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/files.h"
#include "base/result.h"
#include "journal/journal.h"

namespace qiuhao::journal {

// Errors of all: those of the disk. After one, what the file holds behind the last sync is not known, and it must not
// be written any more.
class SegmentWriter {
 public:
  // A new segment, on disk with its header and its name in the folder.
  static Result<SegmentWriter> create(const Path& folder, Sequence first);
  // One that is there, of so many bytes.
  static Result<SegmentWriter> reopen(const Path& file, std::uint64_t salt, std::uint64_t bytes);
  SegmentWriter(SegmentWriter&& other) noexcept;
  SegmentWriter& operator=(SegmentWriter&& other) noexcept;
  ~SegmentWriter();

  // All of them, one after another; not yet on disk.
  Status write(std::span<const std::string_view> frames);
  Status sync();

  std::uint64_t salt() const { return salt_; }
  std::uint64_t bytes() const { return bytes_; }

 private:
  SegmentWriter(int descriptor, Path file, std::uint64_t salt, std::uint64_t bytes);
  int descriptor_;
  Path file_;
  std::uint64_t salt_;
  std::uint64_t bytes_;
};

}  // namespace qiuhao::journal
