// What a workspace holds at one moment, held so that a writer cannot take it away.
#pragma once

#include <string>
#include <vector>

#include "claims/upkeep/copies.h"
#include "claims/upkeep/named_files.h"

namespace qiuhao::claims::upkeep {

struct Snapshot {
  struct File {
    std::string path;  // below the workspace
    OpenFile open;
  };
  Generation generation;            // the texts of both lists
  std::vector<File> files;          // tape, what was read, the key: all of that generation, all open
  std::vector<std::string> others;  // knowledge, policy, exports, …: each replaced in one step by whoever writes it

  std::uint64_t bytes() const;  // of `files`
};

// Opens every file that the published generation names; when a writer publishes meanwhile, that of the next one.
// Errors: "no_tape", "damaged_part" for a file that is named and missing, "too_many_files", those of reading.
Result<Snapshot> take_snapshot(const Path& workspace);

}  // namespace qiuhao::claims::upkeep
