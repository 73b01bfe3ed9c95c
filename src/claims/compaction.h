// Compaction: parts that are small or hold many people whose tape is elsewhere are written together again, and so are
// the files of rows. It changes nothing that anybody can ask for. Readers go on; imports may run meanwhile, for the
// lock is held only to publish.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>

#include "base/files.h"
#include "claims/schema.h"

namespace qiuhao::claims {

// A part of fewer live lines is small. Parts that are closed because they are full, by lines or by bytes, have more.
inline constexpr std::size_t kSmallPartLines = 250'000;

struct CompactOptions {
  Path workspace;
  bool all = false;  // every part, not only those that are worth it
  std::function<void(std::int64_t people_done, std::int64_t people_all)> progress;
  const std::atomic<bool>* stop = nullptr;
  int wait_seconds = 60;  // for an import that is publishing
};

struct CompactSummary {
  std::size_t parts_before = 0;  // of the whole tape
  std::size_t parts_after = 0;
  std::size_t merged_parts = 0;  // 0: there was nothing to do
  std::size_t merged_rows_files = 0;
  std::uint64_t bytes_before = 0;  // of what was merged
  std::uint64_t bytes_after = 0;
};

// Memory: one part under construction (kMostPartBytes and its packed form), whatever the size of the tape. Errors:
// "interrupted", "compacting" while another compaction runs, "workspace_in_use" when an import holds the lock longer
// than wait_seconds, those of disk and damage. After an error the workspace is as it was.
Result<CompactSummary> compact(const Schema& schema, const CompactOptions& options);

// Whether compact would find enough to do: many small parts or files of rows, or much that is gone.
Result<bool> compaction_is_due(const Path& workspace);

}  // namespace qiuhao::claims
