// Reading: files of any dialect become typed, staged Parquet, one column per field of the dictionary; rows that cannot
// be used are told with file, line, column and reason. docs/reference/import.md, docs/reference/import-map.md.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/files.h"
#include "base/hash.h"
#include "claims/schema.h"

namespace qiuhao::claims {

inline constexpr std::size_t kMostInputFiles = 10'000;
inline constexpr std::size_t kMostInputColumns = 1'000;
inline constexpr std::size_t kMostRowBytes = 2'000'000;     // a longer row is rejected
inline constexpr std::size_t kMostOriginalBytes = 65'536;   // of a rejected row's text that is kept
inline constexpr std::size_t kMostPathsInFolder = 100'000;  // looked at below the inputs

struct ReadProgress {
  std::string file;
  std::int64_t bytes_done = 0;  // of all inputs, as stored (compressed)
  std::int64_t bytes_total = 0;
};
// Called from a thread of the reader, several times a second, never twice at once.
using ProgressCallback = std::function<void(const ReadProgress&)>;

struct ReadOptions {
  Path workspace;
  std::vector<Path> inputs;  // files and folders
  std::optional<Path> map_file;
  std::string memory = "900MB";
  int threads = 2;
  ProgressCallback progress;
  const std::atomic<bool>* stop = nullptr;
  std::int64_t batch = 1;                      // number in the names of what is written
  std::map<Hash128, std::int64_t> imported{};  // content of earlier batches -> batch; such files are skipped
};

// One staged Parquet file. read = staged + dropped_invalid + rejected. A source that had rows in unusual but readable
// forms has two: the second holds only those rows.
struct StagedFile {
  Path parquet;       // INCOMING/<table>/<batch>-<n>.parquet
  std::string table;  // "fee_list_d"
  Path source;
  Hash128 hash;            // of the source's bytes
  std::int64_t bytes = 0;  // of the source
  std::int64_t read = 0;
  std::int64_t staged = 0;
  std::int64_t dropped_invalid = 0;  // vali_flag = '0'
  std::int64_t rejected = 0;
};

struct SkippedFile {
  Path source;
  std::string reason;  // "imported already in batch 3"
};

struct ReadOutcome {
  std::vector<StagedFile> staged;
  std::vector<SkippedFile> skipped;
  std::map<std::string, std::vector<std::string>> unused_columns;   // table -> national columns that are not used
  std::map<std::string, std::vector<std::string>> unknown_columns;  // table -> columns of no national name
  std::vector<Path> rejected_files;                                 // INCOMING/rejected/<batch>-<file name>.csv
  std::vector<std::string> warnings;
};

// Reads all inputs into `incoming` (made when absent; the caller removes it after an error). Errors: "no_such_file",
// "no_tables" (nothing to read), "unknown_table" (a file that is no table, with the nearest), "damaged_file" (truncated
// or corrupt compression or Parquet), "bad_map", "interrupted", and those of disk and memory.
Result<ReadOutcome> read_inputs(const Schema& schema, const ReadOptions& options, const Path& incoming);

// XXH3-128 of a file's content.
Result<Hash128> hash_file(const Path& path);

}  // namespace qiuhao::claims
