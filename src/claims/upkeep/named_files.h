// The files that make up one generation of a workspace: those that its manifest and its list of imports name.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/files.h"

namespace qiuhao::claims::upkeep {

struct NamedFile {
  enum class Kind : std::uint8_t {
    tape,    // a part, or what belongs to one
    stored,  // rows by person, with length and checksum
    table,   // a register, with length and hash
  };
  Kind kind = Kind::tape;
  std::string path;         // below the workspace
  std::string stored_kind;  // "rows", "keys", "nobody", "contested"
  std::string table;        // of stored ones and registers
  std::int64_t rows = 0;    // of the same
  std::uint64_t bytes = 0;  // of the same
  std::uint64_t checksum = 0;
  std::string hash{};  // of registers
};

// One generation: the texts of both lists, to the byte, and what they name.
struct Generation {
  std::uint64_t number = 0;
  std::string manifest;  // text of tape/manifest.json
  std::string imports;   // text of staging/batches.json, or of the one that waits when it is of this generation
  std::uint64_t imports_number = 0;  // the generation that `imports` is of
  std::vector<NamedFile> files;
  std::vector<std::string> sources;  // every file that was imported, in order
};

// Of the moment; a writer may publish the next one at any time. Number 0 when nothing was imported. Errors:
// "damaged_manifest", "damaged_batches", and those of reading.
Result<Generation> read_generation(const Path& workspace);

}  // namespace qiuhao::claims::upkeep
