// Import: files are read, all that was ever staged is assembled into a new tape, and the tape is published in one step.
// A failure, Ctrl-C or a crash at any moment leaves the workspace as it was before, or as it is after.
#pragma once

#include <atomic>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "claims/assemble.h"
#include "claims/reading.h"

namespace qiuhao::claims {

inline constexpr std::int64_t kMostBatches = 100'000;

enum class ImportStep : std::uint8_t { reading, assembling, publishing };

struct ImportProgress {
  ImportStep step = ImportStep::reading;
  std::string file;       // reading
  std::int64_t done = 0;  // bytes while reading, lines while assembling
  std::int64_t total = 0;
};
using ImportProgressCallback = std::function<void(const ImportProgress&)>;

struct ImportOptions {
  Path workspace;  // made when absent
  std::vector<Path> inputs;
  std::optional<Path> map_file;
  int memory_megabytes = 1024;  // of the whole process; at least 700
  int threads = 2;
  ImportProgressCallback progress;
  const std::atomic<bool>* stop = nullptr;
};

// What was read of a table over all batches and what became of it: read = taken + dropped + rejected + waiting.
struct TableSummary {
  std::string table;
  std::int64_t read = 0;
  std::int64_t rejected = 0;
  std::int64_t dropped_invalid = 0;  // vali_flag = '0'
  AssembleCounts counts;             // of what was staged

  std::int64_t dropped() const { return dropped_invalid + counts.dropped(); }
};

struct ImportSummary {
  bool is_new = false;     // false: every file was imported already, nothing changed
  std::int64_t batch = 0;  // of this import, when new
  std::vector<TableSummary> tables;
  std::size_t people = 0;
  std::size_t visits = 0;
  std::size_t lines = 0;
  ReadOutcome read;                  // of this import; parquet and rejected_files as they are named now
  std::vector<std::string> notices;  // "took over the lock of process 4711, which is gone"
  double seconds_reading = 0;
  double seconds_assembling = 0;
};

// Errors: those of read_inputs and assemble; "workspace_in_use" while another import works on it; "damaged_batches".
Result<ImportSummary> import_files(const Schema& schema, const ImportOptions& options);

}  // namespace qiuhao::claims
