// A workspace from a backup: built beside, examined, and put in place in one step.
#include <fmt/format.h>

#include <filesystem>

#include "claims/assembly/lock.h"
#include "claims/assembly/workspace.h"
#include "claims/doctor.h"
#include "claims/upkeep/backup_folder.h"
#include "claims/upkeep/copies.h"

namespace qiuhao::claims {
namespace upkeep {
namespace {

namespace fs = std::filesystem;

constexpr unsigned kSecretMode = 0600;

std::unexpected<Error> interrupted(const Path& path) {
  return fail({Fault::system,
               "interrupted",
               "was interrupted; nothing was restored, run it again",
               {path.string(), 0, 0, ""},
               "操作被中断；没有恢复任何内容，请重新运行"});
}

Status check_empty(const Path& workspace) {
  std::error_code ignored;
  if (!fs::exists(workspace, ignored) || (fs::is_directory(workspace, ignored) && fs::is_empty(workspace, ignored)))
    return {};
  return input_error(
      "workspace_not_empty",
      Sentence{"is not empty; restore into a folder that is not there yet, and change names when it is done",
               "不是空文件夹；请恢复到不存在的文件夹，完成后再改名"},
      {workspace.string(), 0, 0, ""});
}

// Without a slash at its end.
Path plain_path(const Path& folder) {
  const Path plain = folder.lexically_normal();
  return plain.has_filename() ? plain : plain.parent_path();
}

unsigned mode_of(const BackupFile& file) { return file.path.starts_with("secret/") ? kSecretMode : file.mode; }

// Copies a file of a backup and holds it against the list.
Status copy_back(const Path& destination, const BackupFile& file, const Path& to) {
  const Path copy = copy_of(destination, file.hash);
  const auto open = OpenFile::open(copy);
  if (!open && open.error().code != "no_such_file") return fail(open.error());
  if (!open)
    return damaged_backup(copy, fmt::format("is missing ({})", file.path), fmt::format("不存在（{}）", file.path));
  TRY(make_folder(to.parent_path()));
  ASSIGN(const Content content, copy_verified(*open, to, mode_of(file)));
  if (content.hash == file.hash && content.bytes == file.bytes) return {};
  return damaged_backup(copy, fmt::format("has another content than was copied ({})", file.path),
                        fmt::format("内容与备份时不同（{}）", file.path));
}

// What an earlier restore left, the lock excepted.
void clear(const Path& folder) {
  std::error_code ignored;
  std::vector<Path> entries;
  for (const auto& entry : fs::directory_iterator(folder, ignored)) {
    if (entry.path().filename() != "import.lock") entries.push_back(entry.path());
  }
  for (const Path& entry : entries) remove_quietly(entry);
}

Status copy_all(const Path& destination, const Backup& backup, const Path& folder, const BackupOptions& options) {
  BackupProgress progress{0, static_cast<std::int64_t>(backup.bytes())};
  // The folders first, so that nobody looks into those with personal data meanwhile.
  TRY(assembly::make_workspace(folder));
  for (const BackupFile& file : backup.files) {
    if (options.stop != nullptr && options.stop->load()) return interrupted(folder);
    TRY(copy_back(destination, file, folder / file.path));
    progress.bytes_done += static_cast<std::int64_t>(file.bytes);
    if (options.progress) options.progress(progress);
  }
  return {};
}

Status check_whole(const Schema& schema, const Path& folder) {
  DoctorOptions options;
  options.workspace = folder;
  ASSIGN(const Examination found, examine(schema, options));
  for (const Trouble& trouble : found.troubles) {
    if (trouble.gravity == Gravity::damage)
      return damaged_backup(folder / trouble.file, trouble.what.english, trouble.what.chinese);
  }
  return {};
}

Status sync_folders(const Path& folder) {
  std::error_code ignored;
  for (const auto& entry : fs::recursive_directory_iterator(folder, ignored)) {
    if (entry.is_directory(ignored)) TRY(sync_path(entry.path()));
  }
  return sync_path(folder);
}

Status put_in_place(const Path& from, const Path& to) {
  std::error_code error;
  fs::rename(from, to, error);  // over an empty folder too
  if (error) {
    return system_error(
        "file_error",
        fmt::format("cannot be put in place: {}; rename {} by hand, it is whole", error.message(), from.string()),
        {to.string(), 0, 0, ""});
  }
  return sync_path(fs::absolute(from, error).parent_path());
}

Status build(const Schema& schema, const Path& destination, const Backup& backup, const Path& folder,
             const BackupOptions& options) {
  clear(folder);
  TRY(copy_all(destination, backup, folder, options));
  TRY(check_whole(schema, folder));
  return sync_folders(folder);
}

Status restore_beside(const Schema& schema, const Path& destination, const Backup& backup, const Path& workspace,
                      const BackupOptions& options) {
  const Path folder = plain_path(workspace).string() + ".restoring";
  TRY(make_folder(folder));
  const auto lock = assembly::WorkspaceLock::take(folder, "restore");
  if (!lock) return fail(lock.error());
  if (const Status built = build(schema, destination, backup, folder, options); !built) {
    remove_quietly(folder);
    return built;
  }
  return put_in_place(folder, plain_path(workspace));
}

}  // namespace
}  // namespace upkeep

Result<RestoreSummary> restore(const Schema& schema, const Path& destination, std::int64_t number,
                               const Path& workspace, const BackupOptions& options) {
  TRY(upkeep::check_empty(workspace));
  RestoreSummary summary;
  ASSIGN(summary.backup, upkeep::find_backup(destination, number));
  TRY(upkeep::restore_beside(schema, destination, summary.backup, workspace, options));
  summary.files = summary.backup.files.size();
  summary.bytes = summary.backup.bytes();
  return summary;
}

Status restore_file(const Path& destination, std::int64_t number, const Path& workspace, const std::string& file) {
  ASSIGN(const Backup backup, upkeep::find_backup(destination, number));
  const BackupFile* found = backup.find(file);
  if (found == nullptr) {
    return input_error(
        "no_such_file",
        Sentence{fmt::format("backup {} has no file {}; give its path below the workspace", backup.number, file),
                 fmt::format("第 {} 号备份中没有文件 {}；请写工作区内的相对路径", backup.number, file)},
        {destination.string(), 0, 0, ""});
  }
  const auto lock = assembly::WorkspaceLock::take(workspace, "restore");
  if (!lock) return fail(lock.error());
  const Path place = workspace / file;
  const Path new_one = place.string() + ".writing";
  const Status copied = upkeep::copy_back(destination, *found, new_one);
  std::error_code error;
  if (copied) std::filesystem::rename(new_one, place, error);
  if (!copied || error) upkeep::remove_quietly(new_one);
  TRY(copied);
  if (error) {
    return system_error("file_error",
                        fmt::format("cannot be put in place: {}; check the disk and run it again", error.message()),
                        {place.string(), 0, 0, ""});
  }
  return sync_path(place.parent_path());
}

}  // namespace qiuhao::claims
