// Assembling: new rows are put by person beside all that was read before, and the tapes of the people they touch are
// made anew, in parts of their own. Nobody else's tape is read or written.
#pragma once

#include <atomic>
#include <functional>
#include <vector>

#include "claims/assembly/stored_rows.h"
#include "claims/tape.h"

namespace qiuhao::claims::assembly {

struct AssembleProgress {
  std::int64_t lines_done = 0;
  std::int64_t lines_total = 0;
};
using AssembleProgressCallback = std::function<void(const AssembleProgress&)>;

struct AssembleOptions {
  Path workspace;  // files go to staging/ and tape/parts, what is spilled to tmp, the key of pseudonyms is in secret
  std::int64_t batch = 1;  // number of this import: its rows are later than those of smaller numbers
  // Staged files of this import by table, in the order of kAssembledEntities. File names order what is otherwise
  // equally new.
  std::array<std::vector<Path>, kAssembledTables> staged;
  const StoredRows* before = nullptr;  // of earlier imports
  int memory_megabytes = 800;          // for DuckDB, which reads; it is done when rows are put by person
  int threads = 2;
  AssembleProgressCallback progress;
  const std::atomic<bool>* stop = nullptr;
};

struct AssembleOutcome {
  Manifest manifest;                                    // of the next generation, its parts written, not published
  StoredRows stored;                                    // the same for the files of rows
  std::array<std::int64_t, kAssembledTables> staged{};  // rows of this import
  std::vector<Path> created;                            // files that the new manifest and list name first
};

// Writes what the next generation needs. After an error none of it is left. Errors: "interrupted", "bad_schema" for a
// derived field that is not understood, "contested_keys", "too_many_files", those of disk and memory, and damage of
// earlier files.
Result<AssembleOutcome> assemble(const Schema& schema, const AssembleOptions& options);

}  // namespace qiuhao::claims::assembly
