// Backups of a workspace: consistent while imports run beside, each file kept once, there whole or not at all.
// docs/reference/backup.md has the layout of the folder.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/day.h"
#include "base/files.h"
#include "base/hash.h"
#include "claims/schema.h"

namespace qiuhao::claims {

struct BackupFile {
  std::string path;  // below the workspace
  std::uint64_t bytes = 0;
  unsigned mode = 0;  // 0600
  Hash128 hash;       // of its content

  bool operator==(const BackupFile&) const = default;
};

struct Backup {
  std::int64_t number = 0;  // from 1
  Seconds time = 0;
  std::string workspace;         // of which it was made
  std::uint64_t generation = 0;  // of its tape
  std::vector<BackupFile> files;

  std::uint64_t bytes() const;
  const BackupFile* find(std::string_view path) const;  // null when it has no such file
};

struct BackupList {
  std::vector<Backup> whole;   // by number
  std::vector<Error> damaged;  // of lists that cannot be read
};

struct BackupProgress {
  std::int64_t bytes_done = 0;
  std::int64_t bytes_total = 0;
};

struct BackupOptions {
  std::function<void(const BackupProgress&)> progress;
  const std::atomic<bool>* stop = nullptr;
};

struct BackupSummary {
  Backup backup;
  std::size_t files_copied = 0;
  std::uint64_t bytes_copied = 0;
  std::size_t files_removed = 0;     // copies that no backup names any more
  std::vector<std::string> notices;  // "took over the lock of …"
};

// Copies what the workspace holds at this moment into `destination` (made when absent, 0700), files that are there
// already excepted, reads the copies back, and only then names them. Errors: "no_tape"; "not_backups" for a folder
// that holds something else; "destination_inside" for one in the workspace; "damaged_part"; "workspace_in_use" while
// another backup goes there; "interrupted"; those of disk. After an error the backups of before are as they were.
Result<BackupSummary> back_up(const Path& workspace, const Path& destination, const BackupOptions& options = {});

// Every backup of the folder; "not_backups" where there are none. Lists are checked, files are not.
Result<BackupList> list_backups(const Path& destination);

// Reads every file of every backup; the first Error of each file that is missing or has another content.
Result<std::vector<Error>> verify_backups(const Path& destination, const BackupOptions& options = {});

struct RestoreSummary {
  Backup backup;
  std::size_t files = 0;
  std::uint64_t bytes = 0;
};

// Puts a backup into a workspace that is not there yet or is an empty folder ("workspace_not_empty" otherwise): copied
// beside as WORKSPACE.restoring, read back, examined by the doctor, and then renamed in one step. `number` 0 is the
// latest. Errors: "no_backup", "damaged_backup" with the file, "workspace_in_use" while another restore makes it.
Result<RestoreSummary> restore(const Schema& schema, const Path& destination, std::int64_t number,
                               const Path& workspace, const BackupOptions& options = {});

// Puts one file of a backup back into its place in a workspace, in one step.
Status restore_file(const Path& destination, std::int64_t number, const Path& workspace, const std::string& file);

}  // namespace qiuhao::claims
