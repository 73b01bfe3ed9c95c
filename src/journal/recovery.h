// Reads a journal's folder after whatever happened to it, and mends the end of its newest file.
#pragma once

#include <cstdint>
#include <vector>

#include "base/files.h"
#include "base/result.h"
#include "journal/journal.h"

namespace qiuhao::journal {

struct SegmentFile {
  Sequence first = 1;
  std::uint64_t bytes = 0;
};

struct Recovered {
  Opened opened;
  std::vector<SegmentFile> segments;  // oldest first; none in a new folder
  std::uint64_t salt = 0;             // of the newest
  bool is_sealed = true;              // no record of the newest comes after its last seal
};

// The folder is locked by the caller. Errors as those of Journal::open.
Result<Recovered> recover(const Path& folder, const Journal::Take& take);

// Makes a folder that only this user may read, and those above it, each synced in the one above.
Status make_lasting_folder(const Path& folder);

}  // namespace qiuhao::journal
