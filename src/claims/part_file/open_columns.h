// From a directory to columns that look into the mapped file.
#pragma once

#include "base/files.h"
#include "claims/part.h"

namespace qiuhao::claims::part_file {

// "damaged_part", "other_tape_format". Lengths of blocks are held against what their rows need; what the blocks hold is
// verify_part's to check.
Result<Part> open_columns(const Path& path, MappedFile mapped, const Schema& schema);

}  // namespace qiuhao::claims::part_file
