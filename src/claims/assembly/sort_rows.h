// New rows of a table, sorted by person into files of rows, with the person of each key beside.
#pragma once

#include "claims/assembly/work.h"

namespace qiuhao::claims::assembly {

// From work.spills[table] to new files in work.outcome.stored. Everything dealt out must be in the spill.
Status sort_rows(Work& work, std::size_t table);

}  // namespace qiuhao::claims::assembly
