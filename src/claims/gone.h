// People of a part whose tapes a later part holds: a bit a person, in a file beside the part. A part never changes, so
// each generation that takes more people out writes a new such file.
#pragma once

#include <memory>
#include <vector>

#include "base/files.h"
#include "columns/row_index.h"

namespace qiuhao::claims {

struct GonePeople {
  std::vector<std::uint64_t> words;

  bool has(RowIndex person) const { return ((words[person / 64] >> (person % 64)) & 1) != 0; }
  void set(RowIndex person) { words[person / 64] |= std::uint64_t{1} << (person % 64); }
  std::size_t count() const;

  static GonePeople none(std::size_t people) { return {std::vector<std::uint64_t>((people + 63) / 64)}; }
};

// Writes and syncs a new file.
Status write_gone(const GonePeople& gone, std::size_t people, const Path& path);
// "damaged_part" when it is of another length, or its checksum is off.
Result<GonePeople> read_gone(const Path& path, std::size_t people);

}  // namespace qiuhao::claims
