// A folder of files that comes into being whole: written beside, synced, renamed.
#pragma once

#include <string>
#include <system_error>
#include <vector>

#include "base/files.h"

namespace qiuhao::audit {

// "folder_in_use" when something is in it.
Status check_free(const Path& out);

// The absolute path, without a slash at its end.
Path folder_name(const Path& out);

// A folder that is removed unless it was moved away.
class TemporaryFolder {
 public:
  explicit TemporaryFolder(Path path) : path_(std::move(path)) {}
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder();
  const Path& path() const { return path_; }

 private:
  Path path_;
};

// Syncs the files of a folder and the folder; gives their names, sorted.
Result<std::vector<std::string>> sync_files(const Path& folder);

// Renames over a free `out`.
Result<Path> place_at(const Path& from, const Path& out);
std::unexpected<Error> cannot_be_placed(const Path& path, const std::error_code& code);

}  // namespace qiuhao::audit
