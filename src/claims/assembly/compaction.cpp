// Choosing, writing aside, and publishing under the lock.
#include "claims/compaction.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <map>
#include <thread>

#include "claims/assembly/batches.h"
#include "claims/assembly/merge_files.h"
#include "claims/assembly/part_writer.h"
#include "claims/assembly/replaced_people.h"
#include "claims/assembly/work.h"
#include "claims/assembly/workspace.h"
#include "claims/part_file.h"

namespace qiuhao::claims {
namespace assembly {
namespace {

namespace fs = std::filesystem;

constexpr const char* kFolder = "tape/compacting";
constexpr std::size_t kManySmallParts = 8;

bool is_worth_it(const PartEntry& part) {
  return !part.first.empty() && (part.lines - part.gone_lines < kSmallPartLines || part.gone_people * 4 >= part.people);
}

std::vector<PartEntry> chosen_parts(const Manifest& manifest, bool all) {
  std::vector<PartEntry> chosen;
  for (const PartEntry& part : manifest.parts) {
    if (!part.first.empty() && (all || is_worth_it(part))) chosen.push_back(part);
  }
  const bool any_gone = std::ranges::any_of(chosen, [](const PartEntry& part) { return part.gone_people > 0; });
  if (chosen.size() < 2 && !any_gone) chosen.clear();
  return chosen;
}

// Holds off a second compaction; the system frees it however its owner ends.
class CompactionLock {
 public:
  static Result<CompactionLock> take(const Path& workspace) {
    const Path path = workspace / kFolder / "lock";
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file >= 0 && ::flock(file, LOCK_EX | LOCK_NB) == 0) return CompactionLock(file);
    if (file < 0)
      return system_error("file_error", "cannot make the lock of compaction; check the disk and the rights to it",
                          {path.string(), 0, 0, ""});
    ::close(file);
    return system_error("compacting", "is being compacted by another process; wait until it is done",
                        {workspace.string(), 0, 0, ""});
  }
  CompactionLock(CompactionLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}
  CompactionLock& operator=(CompactionLock&&) = delete;
  ~CompactionLock() {
    if (file_ >= 0) ::close(file_);
  }

 private:
  explicit CompactionLock(int file) : file_(file) {}
  int file_;
};

// A merge of files of rows or keys of one table.
struct FileMerge {
  std::vector<StoredFile> from;
  StoredFile to;
};
using FileMerges = std::array<std::array<FileMerge, 2>, kAssembledTables>;  // rows, keys

struct Compaction {
  const Schema& schema;
  const CompactOptions& options;
  std::vector<PartEntry> from;
  std::vector<Part> parts;    // of `from`; they stay readable when an import takes one away
  std::vector<PartEntry> to;  // in kFolder
  FileMerges files;
  CompactSummary summary;

  bool stopped() const { return options.stop != nullptr && options.stop->load(); }
  Path place(const std::string& name) const { return options.workspace / name; }
};

std::uint64_t size_of(const Path& path) {
  std::error_code ignored;
  const auto size = fs::file_size(path, ignored);
  return ignored ? 0 : size;
}

void remove_aside(const Path& workspace) {
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(workspace / kFolder, ignored)) {
    if (entry.path().filename() != "lock") fs::remove(entry.path(), ignored);
  }
}

// The people of several parts in the order of their pseudonyms, each by the part that holds the tape.
Status merge_parts(Compaction& compaction) {
  std::vector<Part>& parts = compaction.parts;
  std::int64_t people = 0, done = 0;
  for (const PartEntry& entry : compaction.from) {
    ASSIGN(Part part, open_part(compaction.place(entry.file), compaction.schema));
    if (!entry.gone.empty()) {
      ASSIGN(GonePeople gone, read_gone(compaction.place(entry.gone), entry.people));
      part.gone_ = std::make_shared<const GonePeople>(std::move(gone));
    }
    people += static_cast<std::int64_t>(entry.live_people());
    parts.push_back(std::move(part));
  }
  ASSIGN(PartWriter writer, PartWriter::make(compaction.schema, make_layouts(compaction.schema),
                                             compaction.options.workspace, 0, 1, kFolder));
  const FieldIndex id = compaction.schema.of(Entity::person).find("id");
  std::vector<RowIndex> next(parts.size(), 0);
  std::vector<std::string> names(parts.size());
  const auto advance = [&](std::size_t number) {
    while (next[number] < parts[number].rows(Entity::person) && parts[number].is_gone(next[number])) ++next[number];
    names[number].clear();
    if (next[number] < parts[number].rows(Entity::person))
      parts[number].column(Entity::person, id)->append_text(next[number], names[number]);
  };
  for (std::size_t number = 0; number < parts.size(); ++number) advance(number);
  while (true) {
    if (compaction.stopped()) return interrupted();
    std::size_t least = parts.size();
    for (std::size_t number = 0; number < parts.size(); ++number) {
      if (!names[number].empty() && (least == parts.size() || names[number] < names[least])) least = number;
    }
    if (least == parts.size()) break;
    TRY(writer.copy(parts[least], next[least]));
    ++next[least];
    advance(least);
    if (++done % 4096 == 0 && compaction.options.progress) compaction.options.progress(done, people);
  }
  ASSIGN(compaction.to, writer.finish());
  if (compaction.options.progress) compaction.options.progress(people, people);
  return {};
}

Status merge_stored(Compaction& compaction, const StoredRows& stored) {
  for (std::size_t table = 0; table < kAssembledTables; ++table) {
    for (const bool is_keys : {false, true}) {
      FileMerge& merge = compaction.files[table][is_keys ? 1 : 0];
      merge.from = worth_merging(is_keys ? stored.keys[table] : stored.rows[table]);
      if (merge.from.empty()) continue;
      const std::string name = fmt::format("{}/{}.{}", kFolder, table, is_keys ? "keys" : "rows");
      ASSIGN(merge.to, is_keys
                           ? merge_keys_files(compaction.options.workspace, merge.from, name, compaction.options.stop)
                           : merge_rows_files(compaction.options.workspace, merge.from, name, compaction.options.stop));
      compaction.summary.merged_rows_files += merge.from.size();
    }
  }
  return {};
}

// People whom an import took out of the chosen parts since compaction began.
Result<std::vector<PersonKey>> gone_since(const Compaction& compaction, const Manifest& now) {
  std::vector<PersonKey> people;
  for (std::size_t number = 0; number < compaction.from.size(); ++number) {
    const PartEntry& before = compaction.from[number];
    const Part& part = compaction.parts[number];
    const auto entry = std::ranges::find(now.parts, before.file, &PartEntry::file);
    const bool is_there = entry != now.parts.end();
    if (is_there && entry->gone == before.gone) continue;
    GonePeople gone = GonePeople::none(before.people);
    if (is_there) {
      ASSIGN(gone, read_gone(compaction.place(entry->gone), entry->people));
    }
    const Column* ids = part.column(Entity::person, compaction.schema.of(Entity::person).find("id"));
    for (RowIndex person = 0; person < before.people; ++person) {
      PersonKey key;
      const bool is_new = !part.is_gone(person) && (!is_there || gone.has(person));
      if (is_new && from_hex(ids->text(person), key)) people.push_back(key);
    }
  }
  std::ranges::sort(people);
  return people;
}

Status move_to(const Compaction& compaction, const std::string& from, const std::string& to) {
  std::error_code error;
  fs::rename(compaction.place(from), compaction.place(to), error);
  if (!error) return {};
  return system_error("file_error",
                      fmt::format("cannot be moved into place: {}; check the disk and run it again", error.message()),
                      {compaction.place(to).string(), 0, 0, ""});
}

// New names for what was written aside; nothing names them yet.
Status move_in(Compaction& compaction, std::uint64_t generation) {
  std::size_t number = 0;
  for (PartEntry& part : compaction.to) {
    const std::string name = fmt::format("tape/parts/{:06}-{:07}.part", generation, ++number);
    TRY(move_to(compaction, part.file, name));
    part.file = name;
  }
  for (std::size_t table = 0; table < kAssembledTables; ++table) {
    for (const bool is_keys : {false, true}) {
      StoredFile& file = compaction.files[table][is_keys ? 1 : 0].to;
      if (file.file.empty()) continue;
      const char* kind = is_keys ? "keys" : "rows";
      const std::string name = fmt::format("staging/{}/merged-{:06}-{}.{}", kind, generation,
                                           kEntityNames[static_cast<std::size_t>(kAssembledEntities[table])], kind);
      TRY(move_to(compaction, file.file, name));
      file.file = name;
    }
  }
  for (const char* folder : {"tape/parts", "staging/rows", "staging/keys"})
    TRY(sync_path(compaction.options.workspace / folder));
  return {};
}

void replace_files(std::vector<StoredFile>& files, const FileMerge& merge) {
  if (merge.from.empty()) return;
  std::erase_if(files, [&](const StoredFile& file) {
    return std::ranges::find(merge.from, file.file, &StoredFile::file) != merge.from.end();
  });
  files.insert(files.begin(), merge.to);
}

Result<Manifest> new_manifest(Compaction& compaction, const Manifest& now, std::vector<Path>& created) {
  Manifest manifest;
  manifest.generation = now.generation + 1;
  for (const PartEntry& part : now.parts) {
    if (std::ranges::find(compaction.from, part.file, &PartEntry::file) == compaction.from.end())
      manifest.parts.push_back(part);
  }
  ASSIGN(const std::vector<PersonKey> gone, gone_since(compaction, now));
  Manifest added{manifest.generation, compaction.to};
  if (!gone.empty()) {
    ASSIGN(added.parts,
           without_people(compaction.schema, compaction.options.workspace, added, manifest.generation, gone, created));
  }
  manifest.parts.insert(manifest.parts.end(), added.parts.begin(), added.parts.end());
  return manifest;
}

Result<WorkspaceLock> patient_lock(const CompactOptions& options) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(options.wait_seconds);
  while (true) {
    auto lock = WorkspaceLock::take(options.workspace);
    if (lock || lock.error().code != "workspace_in_use" || std::chrono::steady_clock::now() > until) return lock;
    if (options.stop != nullptr && options.stop->load()) return interrupted();
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
}

Status publish(Compaction& compaction) {
  const Path& workspace = compaction.options.workspace;
  ASSIGN(const WorkspaceLock lock, patient_lock(compaction.options));
  ASSIGN(const Manifest now, read_manifest(workspace));
  ASSIGN(Batches batches, recover_batches(workspace, now.generation));
  const std::uint64_t generation = now.generation + 1;
  TRY(move_in(compaction, generation));
  std::vector<Path> created;
  for (const PartEntry& part : compaction.to) created.push_back(compaction.place(part.file));
  for (std::size_t table = 0; table < kAssembledTables; ++table) {
    for (const FileMerge& merge : compaction.files[table]) {
      if (!merge.to.file.empty()) created.push_back(compaction.place(merge.to.file));
    }
    replace_files(batches.stored.rows[table], compaction.files[table][0]);
    replace_files(batches.stored.keys[table], compaction.files[table][1]);
  }
  batches.generation = generation;
  auto manifest = new_manifest(compaction, now, created);
  Status done = manifest ? Status() : fail(manifest.error());
  if (done) done = prepare_batches(workspace, batches);
  if (done) done = publish_manifest(workspace, *manifest);
  const auto published = read_manifest(workspace);
  if (!done && !(published && published->generation == generation)) {
    forget_prepared_batches(workspace);
    std::error_code ignored;
    for (const Path& file : created) fs::remove(file, ignored);
    return done;
  }
  compaction.summary.parts_after = manifest->parts.size();
  TRY(adopt_batches(workspace));
  remove_leftovers(workspace, *manifest, batches);
  return {};
}

// Nothing is worth merging. A writer that was cut off may have left its name in the lock and files that nothing names;
// one that is at work clears them itself.
Status clear_leftovers(const Path& workspace) {
  const auto lock = WorkspaceLock::take(workspace);
  if (!lock) return {};
  ASSIGN(const Manifest manifest, read_manifest(workspace));
  ASSIGN(const Batches batches, recover_batches(workspace, manifest.generation));
  remove_leftovers(workspace, manifest, batches);
  return {};
}

Result<CompactSummary> run(const Schema& schema, const CompactOptions& options) {
  const Path& workspace = options.workspace;
  ASSIGN(const Manifest before, read_manifest(workspace));
  if (before.generation == 0) {
    return input_error("no_tape", "holds no claims yet; run: qiuhao import WORKSPACE FILE…",
                       {workspace.string(), 0, 0, ""});
  }
  TRY(make_folder(workspace / kFolder));
  ASSIGN(const CompactionLock lock, CompactionLock::take(workspace));
  remove_aside(workspace);
  // What an import published meanwhile may be newer than the manifest read above; both lists are read once more.
  ASSIGN(const Manifest manifest, read_manifest(workspace));
  ASSIGN(const Batches batches, published_batches(workspace, manifest.generation));
  Compaction compaction{schema, options, chosen_parts(manifest, options.all), {}, {}, {}, {}};
  compaction.summary.parts_before = compaction.summary.parts_after = manifest.parts.size();
  compaction.summary.merged_parts = compaction.from.size();
  for (const PartEntry& part : compaction.from) compaction.summary.bytes_before += size_of(workspace / part.file);
  Status done = merge_stored(compaction, batches.stored);
  if (done && !compaction.from.empty()) done = merge_parts(compaction);
  for (const PartEntry& part : compaction.to) compaction.summary.bytes_after += size_of(workspace / part.file);
  const bool any_merged = !compaction.from.empty() || compaction.summary.merged_rows_files > 0;
  if (done) done = any_merged ? publish(compaction) : clear_leftovers(workspace);
  remove_aside(workspace);
  if (!done) return fail(done.error());
  return compaction.summary;
}

}  // namespace
}  // namespace assembly

Result<CompactSummary> compact(const Schema& schema, const CompactOptions& options) {
  return assembly::run(schema, options);
}

Result<bool> compaction_is_due(const Path& workspace) {
  ASSIGN(const Manifest manifest, read_manifest(workspace));
  std::size_t small = 0, people = 0, gone = 0;
  for (const PartEntry& part : manifest.parts) {
    small += part.lines < kSmallPartLines ? 1 : 0;
    people += part.people;
    gone += part.gone_people;
  }
  return small > assembly::kManySmallParts || gone * 3 > people;
}

}  // namespace qiuhao::claims
