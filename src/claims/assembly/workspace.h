// The folders of a workspace, its lock, and what a crash may have left in it.
#pragma once

#include <optional>
#include <string>

#include "base/files.h"
#include "claims/assembly/batches.h"
#include "claims/tape.h"

namespace qiuhao::claims::assembly {

// Held while an import works on a workspace. The system frees it when its process ends, however it ends.
class WorkspaceLock {
 public:
  // "workspace_in_use" names the process that holds it.
  static Result<WorkspaceLock> take(const Path& workspace);
  WorkspaceLock(WorkspaceLock&& other) noexcept;
  WorkspaceLock& operator=(WorkspaceLock&&) = delete;
  ~WorkspaceLock();

  // What to say when the last owner ended without freeing it; "" otherwise.
  const std::string& notice() const { return notice_; }

 private:
  WorkspaceLock(int file, std::string notice) : file_(file), notice_(std::move(notice)) {}
  int file_;
  std::string notice_;
};

// Makes what is missing: folders and qiuhao.toml.
Status make_workspace(const Path& workspace);

// Removes what no list names: incoming and spilled data, parts of unpublished generations, staged files of no batch.
void remove_leftovers(const Path& workspace, const Manifest& manifest, const Batches& batches);

}  // namespace qiuhao::claims::assembly
