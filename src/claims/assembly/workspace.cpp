// Folders, lock and leftovers.
#include "claims/assembly/workspace.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <set>

#include "claims/reading/national_tables.h"

namespace qiuhao::claims::assembly {
namespace {

constexpr const char* kFolders[] = {"tape", "tape/parts", "staging", "rejected", "secret", "exports", "tmp"};
constexpr const char* kPrivateFolders[] = {"staging", "secret", "tmp", "rejected"};  // they hold psn_no or the key

Seconds now() {
  return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

std::string content_of(int file) {
  char buffer[128] = {};
  const ssize_t count = ::pread(file, buffer, sizeof buffer - 1, 0);
  std::string content(buffer, count > 0 ? static_cast<std::size_t>(count) : 0);
  while (content.ends_with('\n')) content.pop_back();
  return content;
}

void remove_unnamed(const Path& workspace, const Path& folder, const std::set<std::string>& named) {
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(workspace / folder, ignored)) {
    const Path relative = folder / entry.path().filename();
    if (!named.contains(relative.string())) std::filesystem::remove(entry.path(), ignored);
  }
}

}  // namespace

Result<WorkspaceLock> WorkspaceLock::take(const Path& workspace) {
  const Path path = workspace / "import.lock";
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) {
    const int why = errno;
    return system_error(
        why == EROFS    ? "read_only_disk"
        : why == ENOSPC ? "disk_full"
                        : "no_permission",
        fmt::format("cannot make the lock: {}; choose a workspace on a disk with room that this user may "
                    "write",
                    std::strerror(why)),
        {path.string(), 0, 0, ""});
  }
  const std::string owner = content_of(file);
  if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
    ::close(file);
    return system_error(
        "workspace_in_use",
        fmt::format("another import works on this workspace ({}); wait until it is done, or end it", owner),
        {path.string(), 0, 0, ""});
  }
  const std::string mine = fmt::format("process {} since {}\n", ::getpid(), format_time(now()));
  const bool written =
      ::ftruncate(file, 0) == 0 && ::pwrite(file, mine.data(), mine.size(), 0) == static_cast<ssize_t>(mine.size());
  if (!written) {
    const int why = errno;
    ::close(file);
    return system_error(why == ENOSPC ? "disk_full" : "file_error",
                        fmt::format("cannot write: {}; free some space and run it again", std::strerror(why)),
                        {path.string(), 0, 0, ""});
  }
  return WorkspaceLock(
      file, owner.empty() ? "" : fmt::format("took over the lock of {}, which ended without finishing", owner));
}

WorkspaceLock::WorkspaceLock(WorkspaceLock&& other) noexcept
    : file_(std::exchange(other.file_, -1)), notice_(std::move(other.notice_)) {}

WorkspaceLock::~WorkspaceLock() {
  if (file_ < 0) return;
  // An empty file says that its owner finished; were it removed, another process could hold the removed one.
  [[maybe_unused]] const int emptied = ::ftruncate(file_, 0);
  ::close(file_);
}

Status make_workspace(const Path& workspace) {
  for (const char* folder : kFolders) TRY(make_folder(workspace / folder));
  for (const char* folder : kPrivateFolders) ::chmod((workspace / folder).c_str(), 0700);
  const Path settings = workspace / "qiuhao.toml";
  std::error_code ignored;
  if (std::filesystem::exists(settings, ignored)) return {};
  return write_file_atomically(settings,
                               fmt::format("# A workspace of Qiuhao; made by qiuhao import.\nversion = 1\ncreated = "
                                           "\"{}\"\n",
                                           format_time(now())));
}

void remove_leftovers(const Path& workspace, const Manifest& manifest, const Batches& batches) {
  std::error_code ignored;
  std::filesystem::remove_all(workspace / "staging" / "incoming", ignored);
  for (const auto& entry : std::filesystem::directory_iterator(workspace / "tmp", ignored))
    std::filesystem::remove_all(entry.path(), ignored);
  std::set<std::string> named;
  for (const PartEntry& part : manifest.parts) named.insert(part.file);
  for (const Batch& batch : batches.list) {
    for (const BatchFile& file : batch.files) named.insert(file.parquet);
  }
  remove_unnamed(workspace, "tape/parts", named);
  for (const auto& table : reading::national_tables()) remove_unnamed(workspace, Path("staging") / table.name, named);
}

}  // namespace qiuhao::claims::assembly
