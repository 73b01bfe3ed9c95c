// The files that hold what was ever read, by person. They say all of a person, so that the tape of each can be made
// again when more comes, without reading anybody else's.
#pragma once

#include <array>
#include <vector>

#include "claims/assemble.h"
#include "claims/assembly/rows_file.h"

namespace qiuhao::claims::assembly {

struct StoredRows {
  template <typename Value>
  using ByTable = std::array<Value, kAssembledTables>;  // in the order of kAssembledEntities

  ByTable<std::vector<StoredFile>> rows;       // rows_file.h; in the order of imports
  ByTable<std::vector<StoredFile>> keys;       // keys_file.h
  ByTable<std::vector<StoredFile>> nobody;     // rows that name no person, nor a visit that is there; at most one
  ByTable<std::vector<StoredFile>> contested;  // contested.h; at most one
  ByTable<AssembleCounts> counts;              // of all that has a person; `staged` is not kept

  template <typename Take>
  void for_each(const Take& take) const {
    for (const auto* files : {&rows, &keys, &nobody, &contested}) {
      for (const auto& of_table : *files) {
        for (const StoredFile& file : of_table) take(file);
      }
    }
  }
};

}  // namespace qiuhao::claims::assembly
