// The files that the inputs of an import name, folders opened.
#pragma once

#include <vector>

#include "claims/reading/job.h"

namespace qiuhao::claims::reading {

// In the order given, those of a folder by path. "no_such_file", "no_tables", "too_many_files".
Result<std::vector<Source>> list_inputs(const std::vector<Path>& inputs);

}  // namespace qiuhao::claims::reading
