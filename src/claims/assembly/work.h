// What the steps of one assembling share.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "claims/assembly/assembling.h"
#include "claims/assembly/keys_file.h"
#include "claims/assembly/layout.h"
#include "claims/assembly/pseudonym.h"
#include "claims/assembly/spill.h"

namespace qiuhao::claims::assembly {

inline constexpr std::size_t kVisits = 0;  // places in kAssembledEntities
inline constexpr std::size_t kLines = 1;

// Key -> the person whose row was updated last (then of the later file and row). Empty in nearly every city.
using ContestedKeys = std::map<std::string, PersonKey, std::less<>>;

struct Work {
  const Schema& schema;
  const AssembleOptions& options;
  const Pseudonyms& pseudonyms;
  std::vector<Layout> layouts;
  std::size_t partitions = 1;
  std::vector<Spill> spills{};  // by table; one partition more for rows that name nobody
  AssembleOutcome outcome{};
  std::atomic<std::int64_t> lines_done = 0;
  std::atomic<bool> failed = false;  // by another thread
  std::mutex telling{};

  bool stopped() const { return options.stop != nullptr && options.stop->load(); }
  std::size_t threads() const { return static_cast<std::size_t>(options.threads < 1 ? 1 : options.threads); }
  std::size_t partition_of(const PersonKey& person) const {
    return static_cast<std::size_t>(std::uint64_t{person.prefix(32)} * partitions >> 32);
  }
  const StoredRows& before() const { return *options.before; }
  // A new file for the list: "staging/rows/000002-line-0.rows". `created` names it, so that failing removes it.
  std::string new_name(std::string_view folder, std::size_t table, std::size_t number, std::string_view ending);
  Path place(const std::string& name) const { return options.workspace / name; }
};

std::unexpected<Error> interrupted();

// Runs work(thread) on so many threads; the first error that is no interruption caused by another's.
Status on_threads(Work& work, std::size_t threads, const std::function<Status(std::size_t)>& run);

// Opened files of rows of one table.
using RowsFiles = std::vector<std::unique_ptr<RowsFile>>;
Result<RowsFiles> open_rows(const Work& work, const std::vector<StoredFile>& files);
using KeysFiles = std::vector<std::unique_ptr<KeysFile>>;
Result<KeysFiles> open_keys(const Work& work, const std::vector<StoredFile>& files);

}  // namespace qiuhao::claims::assembly
