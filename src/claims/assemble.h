// Assembling: all staged Parquet files become one clean tape: rows once, refunds netted, what has no visit put aside.
// It is a pure function of the staged files, so any import can be repeated. docs/reference/import.md has the semantics.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/files.h"
#include "claims/schema.h"
#include "claims/tape.h"

namespace qiuhao::claims {

inline constexpr std::size_t kAssembledTables = 5;
inline constexpr std::array<Entity, kAssembledTables> kAssembledEntities = {
    Entity::visit, Entity::line, Entity::diagnosis, Entity::operation, Entity::settlement};

// A part is closed at kPartLines lines or at these many bytes, whichever comes first.
inline constexpr std::size_t kMostPartBytes = std::size_t{160} << 20;
// Keys that stand under several people; more than that is no city but a wrong key column.
inline constexpr std::int64_t kMostContestedKeys = 1'000'000;

struct AssembleProgress {
  std::int64_t lines_done = 0;
  std::int64_t lines_total = 0;  // staged
};
using AssembleProgressCallback = std::function<void(const AssembleProgress&)>;

struct AssembleOptions {
  Path workspace;  // parts go to tape/parts, what is spilled to tmp, the key of pseudonyms is in secret
  // All staged files by table, in the order of kAssembledEntities. File names (batch, number) order what is otherwise
  // equally new.
  std::array<std::vector<Path>, kAssembledTables> staged;
  int memory_megabytes = 800;  // for DuckDB, which reads; it is done when the parts are built
  int threads = 2;
  AssembleProgressCallback progress;
  const std::atomic<bool>* stop = nullptr;
};

// What became of the staged rows of one table; staged is the sum of all others.
struct AssembleCounts {
  std::int64_t staged = 0;
  std::int64_t taken = 0;           // stand on the tape
  std::int64_t dropped_equal = 0;   // the same row again
  std::int64_t dropped_older = 0;   // another row of the same key was updated later
  std::int64_t dropped_refund = 0;  // refund rows, netted into the lines they name
  std::int64_t refunded_away = 0;   // lines that refunds reduced to quantity 0
  std::int64_t waiting = 0;         // no visit yet; refunds whose line is not there yet

  std::int64_t dropped() const { return dropped_equal + dropped_older + dropped_refund + refunded_away; }
};

struct AssembleOutcome {
  Manifest manifest;  // of the next generation, its parts written, not published
  std::array<AssembleCounts, kAssembledTables> counts;
};

// Writes the parts of the next generation. After an error none of them is left. Errors: "interrupted", "bad_schema" for
// a derived field that is not understood, "contested_keys", and those of disk and memory.
Result<AssembleOutcome> assemble(const Schema& schema, const AssembleOptions& options);

}  // namespace qiuhao::claims
