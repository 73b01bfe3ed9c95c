// A backup: a snapshot held open, copies that are not there yet, and last the list that makes it one.
#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <map>

#include "claims/assembly/lock.h"
#include "claims/part_file.h"
#include "claims/upkeep/backup_folder.h"
#include "claims/upkeep/snapshot.h"

namespace qiuhao::claims {
namespace upkeep {
namespace {

namespace fs = std::filesystem;

constexpr unsigned kCopyMode = 0600;

struct Work {
  const Path& workspace;
  const Path& destination;
  const BackupOptions& options;
  std::map<std::string, std::uint64_t> known{};  // path -> bytes, of earlier backups
  BackupSummary summary{};
  std::set<Path> folders{};  // with copies of this backup
  BackupProgress progress{};
  int copied = 0;

  bool stopped() const { return options.stop != nullptr && options.stop->load(); }
  void advance(std::uint64_t bytes) {
    progress.bytes_done += static_cast<std::int64_t>(bytes);
    if (options.progress) options.progress(progress);
  }
};

std::unexpected<Error> interrupted(const Path& path) {
  return fail({Fault::system,
               "interrupted",
               "was interrupted; nothing was changed, run it again to go on",
               {path.string(), 0, 0, ""},
               "操作被中断；没有改动任何内容，重新运行即可"});
}

bool has_copy(const Path& destination, const Content& content) {
  std::error_code missing;
  const auto bytes = fs::file_size(copy_of(destination, content.hash), missing);
  return !missing && bytes == content.bytes;
}

void note(Work& work, const std::string& path, unsigned mode, const Content& content) {
  work.summary.backup.files.push_back({path, content.bytes, mode, content.hash});
  work.folders.insert(copy_of(work.destination, content.hash).parent_path());
  work.advance(content.bytes);
}

// A copy that was written beside goes to its place, unless the same content is there already.
Status keep_copy(Work& work, const Path& beside, const Content& content) {
  if (has_copy(work.destination, content)) {
    remove_quietly(beside);
    return {};
  }
  const Path place = copy_of(work.destination, content.hash);
  TRY(make_folder(place.parent_path()));
  std::error_code error;
  fs::rename(beside, place, error);
  if (error) {
    return system_error("file_error",
                        fmt::format("cannot be moved into place: {}; check the disk and run it again", error.message()),
                        {place.string(), 0, 0, ""});
  }
  ++work.summary.files_copied;
  work.summary.bytes_copied += content.bytes;
  return {};
}

Path next_beside(Work& work) { return incoming_of(work.destination) / fmt::format("{:06}", ++work.copied); }

// A damaged part is told now, while an older backup still has it whole.
Status verify_copy(const Path& beside, const OpenFile& from) {
  if (from.path().extension() != ".part") return {};
  Status verified = verify_part(beside);
  if (verified) return {};
  Error error = verified.error();
  error.place.file = from.path().string();
  error.message = error.message.substr(0, error.message.find("; ")) + "; run: qiuhao doctor WORKSPACE";
  error.chinese = "数据文件已损坏；请运行：qiuhao doctor WORKSPACE";
  return fail(std::move(error));
}

Status take_file(Work& work, const std::string& path, const OpenFile& from) {
  if (work.stopped()) return interrupted(work.workspace);
  const auto known = work.known.find(path);
  if (known != work.known.end() && known->second == from.bytes()) {
    ASSIGN(const Content content, content_of(from));
    if (has_copy(work.destination, content)) {
      note(work, path, from.mode(), content);
      return {};
    }
  }
  const Path beside = next_beside(work);
  ASSIGN(const Content content, copy_verified(from, beside, kCopyMode));
  TRY(verify_copy(beside, from));
  TRY(keep_copy(work, beside, content));
  note(work, path, from.mode(), content);
  return {};
}

Status take_text(Work& work, const std::string& path, const std::string& text) {
  const Path beside = next_beside(work);
  ASSIGN(const Content content, write_verified(text, beside, kCopyMode));
  TRY(keep_copy(work, beside, content));
  note(work, path, 0644, content);
  return {};
}

// A run that a person removes while this goes on is not part of it.
Status take_other(Work& work, const std::string& path) {
  const auto open = OpenFile::open(work.workspace / path);
  if (!open && open.error().code == "no_such_file") return {};
  if (!open) return fail(open.error());
  return take_file(work, path, *open);
}

Status take_all(Work& work, const Snapshot& snapshot) {
  work.progress.bytes_total = static_cast<std::int64_t>(snapshot.bytes());
  TRY(take_text(work, "tape/manifest.json", snapshot.generation.manifest));
  TRY(take_text(work, "staging/batches.json", snapshot.generation.imports));
  for (const Snapshot::File& file : snapshot.files) TRY(take_file(work, file.path, file.open));
  for (const std::string& path : snapshot.others) TRY(take_other(work, path));
  for (const Path& folder : work.folders) TRY(sync_path(folder));
  return sync_path(work.destination / "files");
}

Status check_places(const Path& workspace, const Path& destination) {
  std::error_code ignored;
  const Path inside =
      fs::weakly_canonical(destination, ignored).lexically_relative(fs::weakly_canonical(workspace, ignored));
  if (!inside.empty() && *inside.begin() != "..") {
    return input_error("destination_inside",
                       Sentence{"is in the workspace itself; name a folder elsewhere, best on another disk",
                                "在工作区之内；请指定其他位置，最好在另一块磁盘上"},
                       {destination.string(), 0, 0, ""});
  }
  return {};
}

Seconds now() {
  return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

Status prepare(Work& work) {
  ASSIGN(const BackupList before, read_backup_folder(work.destination));
  Backup& backup = work.summary.backup;
  backup.number = 1;
  for (const Backup& earlier : before.whole) {
    for (const BackupFile& file : earlier.files) work.known[file.path] = file.bytes;
    backup.number = earlier.number + 1;
  }
  // A list that cannot be read keeps its number.
  std::error_code ignored;
  while (fs::exists(list_of(work.destination, backup.number), ignored)) ++backup.number;
  remove_quietly(incoming_of(work.destination));
  return make_folder(incoming_of(work.destination));
}

Status run(Work& work) {
  TRY(check_places(work.workspace, work.destination));
  ASSIGN(const Snapshot snapshot, take_snapshot(work.workspace));
  TRY(make_backup_folder(work.destination));
  const auto lock = assembly::WorkspaceLock::take_file(work.destination / "backup.lock", "backup");
  if (!lock) return fail(lock.error());
  if (!lock->notice().empty()) work.summary.notices.push_back(lock->notice());
  TRY(prepare(work));
  Backup& backup = work.summary.backup;
  backup.time = now();
  std::error_code ignored;
  backup.workspace = fs::absolute(work.workspace, ignored).lexically_normal().string();
  backup.generation = snapshot.generation.number;
  Status taken = take_all(work, snapshot);
  if (taken) taken = publish_backup(work.destination, backup);
  remove_quietly(incoming_of(work.destination));
  if (!taken) return taken;
  work.summary.files_removed = remove_unnamed_copies(work.destination);
  return {};
}

// "" when the copy is whole.
std::string fault_of(const Path& destination, const BackupFile& file) {
  const auto open = OpenFile::open(copy_of(destination, file.hash));
  if (!open) return open.error().code == "no_such_file" ? "is missing" : open.error().message;
  const auto content = content_of(*open);
  if (!content) return content.error().message;
  return content->hash == file.hash && content->bytes == file.bytes ? "" : "has another content than was copied";
}

}  // namespace
}  // namespace upkeep

std::uint64_t Backup::bytes() const {
  std::uint64_t total = 0;
  for (const BackupFile& file : files) total += file.bytes;
  return total;
}

const BackupFile* Backup::find(std::string_view path) const {
  for (const BackupFile& file : files) {
    if (file.path == path) return &file;
  }
  return nullptr;
}

Result<BackupSummary> back_up(const Path& workspace, const Path& destination, const BackupOptions& options) {
  upkeep::Work work{workspace, destination, options};
  TRY(upkeep::run(work));
  return std::move(work.summary);
}

Result<BackupList> list_backups(const Path& destination) { return upkeep::read_backup_folder(destination); }

Result<std::vector<Error>> verify_backups(const Path& destination, const BackupOptions& options) {
  ASSIGN(BackupList list, upkeep::read_backup_folder(destination));
  std::vector<Error> damaged = std::move(list.damaged);
  std::map<std::string, std::pair<BackupFile, std::int64_t>> files;  // by hash; the first backup that has it
  BackupProgress progress;
  for (const Backup& backup : list.whole) {
    for (const BackupFile& file : backup.files) {
      if (files.emplace(file.hash.hex(), std::pair(file, backup.number)).second)
        progress.bytes_total += static_cast<std::int64_t>(file.bytes);
    }
  }
  for (const auto& [name, of] : files) {
    if (options.stop != nullptr && options.stop->load()) return upkeep::interrupted(destination);
    const auto& [file, number] = of;
    const std::string fault = upkeep::fault_of(destination, file);
    if (!fault.empty()) {
      damaged.push_back(upkeep::damaged_backup(upkeep::copy_of(destination, file.hash),
                                               fmt::format("{} ({} of backup {})", fault, file.path, number),
                                               fmt::format("副本不完好（第 {} 号备份的 {}）", number, file.path))
                            .error());
    }
    progress.bytes_done += static_cast<std::int64_t>(file.bytes);
    if (options.progress) options.progress(progress);
  }
  return damaged;
}

}  // namespace qiuhao::claims
