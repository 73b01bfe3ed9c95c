// The steps of an import, in the order that keeps the workspace whole.
#include "claims/import.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>

#include "base/check.h"
#include "claims/assembly/assembling.h"
#include "claims/assembly/batches.h"
#include "claims/assembly/import_summary.h"
#include "claims/assembly/lasting_folder.h"
#include "claims/assembly/pseudonym.h"
#include "claims/assembly/workspace.h"

namespace qiuhao::claims {
namespace assembly {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

// What one import works with.
struct Import {
  const Schema& schema;
  const ImportOptions& options;
  Path incoming;
  Batches batches;
  Batch batch;                // the new one
  StoredRegisters registers;  // with what this import read
  std::vector<Path> arrived;  // moved into place by this import
  ImportSummary summary;

  void tell(const ImportProgress& progress) const {
    if (options.progress) options.progress(progress);
  }
  bool stopped() const { return options.stop != nullptr && options.stop->load(); }
};

// DuckDB keeps to a limit of its own, give or take; what it and this program need beside is measured in
// docs/internals/measurements.md.
int memory_of_engine(const ImportOptions& options) { return options.memory_megabytes * 6 / 10; }

Status read(Import& import) {
  ReadOptions options{import.options.workspace, import.options.inputs,
                      import.options.map_file,  fmt::format("{}MB", memory_of_engine(import.options)),
                      import.options.threads,   {},
                      import.options.stop,      import.batch.number};
  options.progress = [&](const ReadProgress& progress) {
    import.tell({ImportStep::reading, progress.file, progress.bytes_done, progress.bytes_total});
  };
  for (const Batch& batch : import.batches.list) {
    for (const BatchFile& file : batch.files) options.imported.emplace(file.hash, batch.number);
  }
  const auto start = Clock::now();
  ASSIGN(import.summary.read, read_inputs(import.schema, options, import.incoming));
  import.summary.seconds_reading = seconds_since(start);
  for (const StagedFile& file : import.summary.read.staged) {
    import.batch.files.push_back({file.source.string(), file.hash, file.bytes, file.table, file.read, file.staged,
                                  file.dropped_invalid, file.rejected});
  }
  return {};
}

// The tape as it is, as the next generation.
Result<AssembleOutcome> same_tape(const Import& import) {
  TRY(Pseudonyms::open(import.options.workspace));  // a workspace has its key from the first import on
  AssembleOutcome outcome;
  ASSIGN(outcome.manifest, read_manifest(import.options.workspace));
  ++outcome.manifest.generation;
  outcome.stored = import.batches.stored;
  return outcome;
}

Result<AssembleOutcome> assemble_all(Import& import) {
  AssembleOptions options;
  options.workspace = import.options.workspace;
  options.memory_megabytes = memory_of_engine(import.options);
  options.threads = import.options.threads;
  options.stop = import.options.stop;
  options.progress = [&](const AssembleProgress& progress) {
    import.tell({ImportStep::assembling, "", progress.lines_done, progress.lines_total});
  };
  options.batch = import.batch.number;
  options.before = &import.batches.stored;
  bool any = false;
  for (const StagedFile& file : import.summary.read.staged) {
    if (register_of(file.table)) continue;
    options.staged[table_index(import.schema, file.table)].push_back(file.parquet);
    any = true;
  }
  return any ? assemble(import.schema, options) : same_tape(import);
}

// Tables of registers, beside what is published; where they will be is in import.registers.
Status merge_registers(Import& import) {
  for (std::size_t index = 0; index < kRegisters; ++index) {
    const auto table = static_cast<Register>(index);
    MergeRegister merge{table,
                        import.options.workspace,
                        &import.batches.registers[index],
                        {},
                        import.batch.number,
                        import.incoming / "registers" / fmt::format("{}.parquet", kRegisterNames[index]),
                        memory_of_engine(import.options),
                        import.options.threads,
                        import.options.stop};
    for (const StagedFile& file : import.summary.read.staged) {
      if (register_of(file.table) == table) merge.staged.push_back({file.table, file.parquet});
    }
    import.registers[index] = import.batches.registers[index];
    if (merge.staged.empty()) continue;
    import.tell({ImportStep::assembling, std::string(kRegisterNames[index]), 0, 0});
    ASSIGN(import.registers[index], merge_register(import.schema, merge));
  }
  return {};
}

Status move_file(Import& import, const Path& from, const Path& to) {
  TRY(make_folder(to.parent_path()));
  TRY(sync_path(from));
  std::error_code error;
  fs::rename(from, to, error);
  if (error) {
    return system_error("file_error",
                        fmt::format("cannot be moved into place: {}; check the disk and run it again", error.message()),
                        {to.string(), 0, 0, ""});
  }
  import.arrived.push_back(to);
  return sync_path(to.parent_path());
}

// Moves what was rejected and the registers to where they stay; nothing names them yet.
Status move_in(Import& import) {
  for (Path& file : import.summary.read.rejected_files) {
    const Path place = import.options.workspace / "rejected" / file.filename();
    TRY(move_file(import, file, place));
    file = place;
  }
  for (std::size_t index = 0; index < kRegisters; ++index) {
    const std::string& name = import.registers[index].file;
    if (name == import.batches.registers[index].file) continue;
    TRY(make_lasting_folder(import.options.workspace / register_folder(static_cast<Register>(index))));
    const Path written = import.incoming / "registers" / fmt::format("{}.parquet", kRegisterNames[index]);
    TRY(move_file(import, written, import.options.workspace / name));
  }
  return {};
}

void move_out(Import& import) {
  std::error_code ignored;
  for (const Path& file : import.arrived) fs::remove(file, ignored);
}

void remove_created(const AssembleOutcome& outcome) {
  std::error_code ignored;
  for (const Path& file : outcome.created) fs::remove(file, ignored);
}

void summarise(Import& import, const AssembleOutcome& outcome) {
  import.summary.tables = summaries_of(import.schema, import.batches, outcome, import.registers);
  for (const PartEntry& part : outcome.manifest.parts) {
    import.summary.people += part.live_people();
    import.summary.visits += part.visits - part.gone_visits;
    import.summary.lines += part.lines - part.gone_lines;
  }
}

// Everything is on disk and unnamed; publishing the manifest makes it true.
Status publish(Import& import, const AssembleOutcome& outcome) {
  import.tell({ImportStep::publishing, "", 0, 1});
  if (import.stopped()) return system_error("interrupted", "was interrupted; nothing was changed");
  TRY(move_in(import));
  import.batches.generation = outcome.manifest.generation;
  import.batches.stored = outcome.stored;
  import.batches.registers = import.registers;
  TRY(prepare_batches(import.options.workspace, import.batches));
  return publish_manifest(import.options.workspace, outcome.manifest);
}

// A disk may fail after the manifest was replaced; then it counts, and so does the batch.
bool is_published(const Import& import, const AssembleOutcome& outcome) {
  const auto manifest = read_manifest(import.options.workspace);
  return manifest && manifest->generation == outcome.manifest.generation;
}

Status run(Import& import) {
  TRY(read(import));
  if (import.summary.read.staged.empty()) return {};
  const auto start = Clock::now();
  TRY(merge_registers(import));
  ASSIGN(const AssembleOutcome outcome, assemble_all(import));
  import.summary.seconds_assembling = seconds_since(start);
  import.batches.list.push_back(import.batch);
  summarise(import, outcome);
  if (const Status published = publish(import, outcome); !published && !is_published(import, outcome)) {
    move_out(import);
    forget_prepared_batches(import.options.workspace);
    remove_created(outcome);
    return fail(published.error());
  }
  import.summary.is_new = true;
  import.summary.batch = import.batch.number;
  TRY(adopt_batches(import.options.workspace));
  remove_leftovers(import.options.workspace, outcome.manifest, import.batches);  // files that new ones replaced
  return {};
}

Status prepare(Import& import) {
  const Path& workspace = import.options.workspace;
  ASSIGN(const Manifest manifest, read_manifest(workspace));
  ASSIGN(import.batches, recover_batches(workspace, manifest.generation));
  remove_leftovers(workspace, manifest, import.batches);
  import.batch.number = import.batches.list.empty() ? 1 : import.batches.list.back().number + 1;
  import.batch.time =
      std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
  if (import.batch.number <= kMostBatches) return {};
  return input_error("too_many_batches",
                     fmt::format("holds {} imports, the most there may be; import the city again into a new workspace, "
                                 "with more files in one call",
                                 kMostBatches),
                     {workspace.string(), 0, 0, ""});
}

void clean_up(const Path& workspace) {
  std::error_code ignored;
  fs::remove_all(workspace / "staging" / "incoming", ignored);
  for (const auto& entry : fs::directory_iterator(workspace / "tmp", ignored)) fs::remove_all(entry.path(), ignored);
}

Result<ImportSummary> run_import(const Schema& schema, const ImportOptions& options) {
  std::error_code ignored;
  const bool was_there = fs::exists(options.workspace, ignored);
  Status done = make_workspace(options.workspace);
  Import import{schema, options, options.workspace / "staging" / "incoming", {}, {}, {}, {}, {}};
  if (done) {
    const auto lock = WorkspaceLock::take(options.workspace);
    if (!lock) return fail(lock.error());
    if (!lock->notice().empty()) import.summary.notices.push_back(lock->notice());
    done = prepare(import);
    if (done) done = run(import);
    clean_up(options.workspace);
  }
  if (done) return std::move(import.summary);
  // A workspace that this import made holds nothing yet.
  if (!was_there && !import.summary.is_new) fs::remove_all(options.workspace, ignored);
  return fail(done.error());
}

}  // namespace
}  // namespace assembly

Result<ImportSummary> import_files(const Schema& schema, const ImportOptions& options) {
  return assembly::run_import(schema, options);
}

}  // namespace qiuhao::claims
