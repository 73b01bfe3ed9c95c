// Copying with certainty: what was written is synced, read back and compared.
#pragma once

#include <sys/types.h>

#include <utility>

#include "base/files.h"
#include "base/hash.h"

namespace qiuhao::claims::upkeep {

// A file that is open; closed at its end. What it names may be removed meanwhile and is still read.
class OpenFile {
 public:
  // Errors as read_file has them ("no_such_file", …); "too_many_files" when the system allows no more.
  static Result<OpenFile> open(const Path& path);
  OpenFile(OpenFile&& other) noexcept
      : file_(std::exchange(other.file_, -1)),
        path_(std::move(other.path_)),
        bytes_(other.bytes_),
        mode_(other.mode_) {}
  OpenFile& operator=(OpenFile&&) = delete;
  ~OpenFile();

  int descriptor() const { return file_; }
  const Path& path() const { return path_; }
  std::uint64_t bytes() const { return bytes_; }
  unsigned mode() const { return mode_; }  // 0600

 private:
  OpenFile(int file, Path path) : file_(file), path_(std::move(path)) {}
  int file_;
  Path path_;
  std::uint64_t bytes_ = 0;
  unsigned mode_ = 0;
};

// How many files may be open at once is raised to what the system allows this process.
void allow_many_open_files();

struct Content {
  Hash128 hash;
  std::uint64_t bytes = 0;
};

// What a file holds, from its begin to its end.
Result<Content> content_of(const OpenFile& from);

// Writes a new file with that content and mode, syncs it, reads it back from the disk and compares. What stood at `to`
// is replaced. The folder of `to` is not synced. "damaged_copy" when the disk gives back something else.
Result<Content> copy_verified(const OpenFile& from, const Path& to, unsigned mode);
// The same for a text.
Result<Content> write_verified(std::string_view text, const Path& to, unsigned mode);

// Removes a file or a folder with all that is in it; what cannot be removed stays.
void remove_quietly(const Path& path);

}  // namespace qiuhao::claims::upkeep
