// The list of what was imported: WORKSPACE/staging/batches.json. It names the files of rows that the tape is made of.
//
// A new list is written beside as batches.json.next before the manifest is published and renamed after it. Publishing
// is the moment of truth: a list that waits and is of the published generation was only not renamed yet.
#pragma once

#include <string>
#include <vector>

#include "base/day.h"
#include "claims/assemble.h"
#include "claims/assembly/register_files.h"
#include "claims/assembly/stored_rows.h"
#include "claims/reading.h"

namespace qiuhao::claims::assembly {

struct BatchFile {
  std::string source;  // path as given
  Hash128 hash;        // of its content
  std::int64_t bytes = 0;
  std::string table;
  std::int64_t read = 0;
  std::int64_t staged = 0;
  std::int64_t dropped_invalid = 0;
  std::int64_t rejected = 0;
};

struct Batch {
  std::int64_t number = 0;
  Seconds time = 0;
  std::vector<BatchFile> files;
};

struct Batches {
  std::uint64_t generation = 0;  // of the tape that was made of them
  std::vector<Batch> list;
  StoredRows stored;  // what was read, by person
  StoredRegisters registers{};
};

// Empty when nothing was imported; finishes or forgets a list that waits. "damaged_batches" when a checksum is off.
Result<Batches> recover_batches(const Path& workspace, std::uint64_t published_generation);
// The list of a published generation, also while it waits to be renamed; nothing is changed. For who holds no lock.
Result<Batches> published_batches(const Path& workspace, std::uint64_t published_generation);
// Writes the list beside; `adopt_batches` makes it the list.
Status prepare_batches(const Path& workspace, const Batches& batches);
Status adopt_batches(const Path& workspace);
void forget_prepared_batches(const Path& workspace);

}  // namespace qiuhao::claims::assembly
