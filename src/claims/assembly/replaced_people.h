// Who of the parts that stand has a newer tape now.
#pragma once

#include <vector>

#include "claims/assembly/work.h"

namespace qiuhao::claims::assembly {

// The parts of a manifest without `people` (sorted): with new files of the gone, which `created` gets, or left out when
// nobody is left in them.
Result<std::vector<PartEntry>> without_people(const Schema& schema, const Path& workspace, const Manifest& before,
                                              std::uint64_t generation, const std::vector<PersonKey>& people,
                                              std::vector<Path>& created);

}  // namespace qiuhao::claims::assembly
