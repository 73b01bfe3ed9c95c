// What is kept of a register: the latest row of each key, in one sorted Parquet file that each import writes anew.
#pragma once

#include <array>
#include <atomic>
#include <string>
#include <vector>

#include "base/files.h"
#include "base/hash.h"
#include "claims/schema.h"

namespace qiuhao::claims::assembly {

// What the list of imports keeps of a register.
struct StoredRegister {
  std::string file;  // "registers/licence/000002.parquet", relative to the workspace; "" when nothing was ever read
  std::uint64_t rows = 0;
  std::uint64_t bytes = 0;
  Hash128 hash;            // of its content
  std::int64_t equal = 0;  // rows of all imports that were there already
  std::int64_t older = 0;  // rows of all imports that a later one of their key replaced
};
using StoredRegisters = std::array<StoredRegister, kRegisters>;

struct StagedRegister {
  std::string table;  // of reading: "licence", "stock" or one that is named like a message
  Path parquet;
};

struct MergeRegister {
  Register table = Register::licence;
  Path workspace;
  const StoredRegister* before = nullptr;
  std::vector<StagedRegister> staged;  // in the order of reading
  std::int64_t batch = 1;              // number of the import, for the name
  Path target;                         // where the file is written; who publishes moves it to its name
  int memory_megabytes = 600;
  int threads = 2;
  const std::atomic<bool>* stop = nullptr;
  std::int64_t rows_at_once = 2'000'000;
};

// Of rows with one key that updated last stays, then that of the later import, file and row. Errors: "interrupted",
// "damaged_register" when the file of before cannot be read, those of disk and memory.
Result<StoredRegister> merge_register(const Schema& schema, const MergeRegister& merge);

// Whether the file is what the list says; "damaged_register".
Status verify_register(const Path& path, std::uint64_t bytes, const std::string& hash);

// Folder of a register's files, below the workspace.
std::string register_folder(Register table);

}  // namespace qiuhao::claims::assembly
