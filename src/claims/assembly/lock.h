// The lock of a writer: a file that names its owner, locked by the system for as long as the owner's process lives.
#pragma once

#include <cstdint>
#include <string>

#include "base/files.h"

namespace qiuhao::claims::assembly {

// Who holds a lock. A process is known by number and start, so that another one of the same number is another owner.
struct LockOwner {
  std::string host;
  std::string boot;  // of the host's system: another one after each start of it
  std::int64_t process = 0;
  std::uint64_t started = 0;  // ticks since boot
  std::string doing;          // "import"
  std::string since;

  static LockOwner me(std::string_view doing);
  // False for text that names no owner.
  bool parse(std::string_view text);
  std::string text() const;
  Sentence sentence() const;  // "import, process 4711 of host a, since 2026-01-01 08:00:00"
  // Whether it runs on this host now.
  bool is_alive_here() const;
};

// Held while something is written. The system frees it when its process ends, however it ends; a folder that several
// hosts share may not tell one of them what the other locked, so the owner's name decides there.
class WorkspaceLock {
 public:
  // WORKSPACE/import.lock. Errors: "workspace_in_use" names the owner; "locked_by_other_host" when another host's owner
  // did not free it and cannot be asked; "no_locks" where the disk has none; those of making the file.
  static Result<WorkspaceLock> take(const Path& workspace, std::string_view doing = "import");
  static Result<WorkspaceLock> take_file(const Path& file, std::string_view doing);
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

// The owner that a lock file names and that is gone, as a sentence; "" when it is free, or its owner is at work.
Result<std::string> dead_owner_of(const Path& file);

}  // namespace qiuhao::claims::assembly
