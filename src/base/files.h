// Files: whole reads, atomic writes, read-only maps. Errors name the path and what the system said.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace qiuhao {

using Path = std::filesystem::path;

// The whole file; refuses more than `most_bytes` with "file_too_large", a missing file with "no_such_file"
// (Fault::input).
Result<std::string> read_file(const Path& path, std::size_t most_bytes = std::size_t{1} << 30);

// Gives the file's bytes in order, a block at a time, so that memory does not grow with the file.
Status read_blocks(const Path& path, const std::function<void(std::string_view)>& take);

// Writes beside, syncs, renames over, syncs the folder: afterwards the old or the new content is there, never a part.
Status write_file_atomically(const Path& path, std::string_view content);

Status make_folder(const Path& path);

// Syncs a folder's entries, or a file's content, to disk.
Status sync_path(const Path& path);

// A file mapped read-only; unmapped on destruction.
class MappedFile {
 public:
  static Result<MappedFile> open(const Path& path);
  MappedFile() = default;
  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&& other) noexcept;
  ~MappedFile();

  std::span<const std::byte> bytes() const { return {data_, size_}; }
  // Gives the memory of a range back; it comes again from the page cache when it is read again.
  void release(std::size_t begin, std::size_t bytes) const;

 private:
  const std::byte* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace qiuhao
