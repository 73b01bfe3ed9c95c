// One process at a time in a journal's folder.
#pragma once

#include "base/files.h"
#include "base/result.h"

namespace qiuhao::journal {

// FOLDER/lock, held by flock: the system frees it when its process ends, however it ends.
class FolderLock {
 public:
  // Errors: "journal_in_use" names the process; "no_locks" where the disk has none; those of making the file.
  static Result<FolderLock> take(const Path& folder);
  FolderLock(FolderLock&& other) noexcept;
  FolderLock& operator=(FolderLock&&) = delete;
  ~FolderLock();

 private:
  explicit FolderLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

}  // namespace qiuhao::journal
