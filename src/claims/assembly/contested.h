// Keys that stand under more than one person: rare (a person number was corrected), but each row may count only once.
#pragma once

#include <vector>

#include "claims/assembly/work.h"

namespace qiuhao::claims::assembly {

// Of earlier imports.
Result<ContestedKeys> read_contested(const Work& work, std::size_t table);

struct Contested {
  ContestedKeys winners;          // of all imports
  std::vector<PersonKey> people;  // whose tapes this import changes for it, sorted
};
// After the table's new files of rows and keys are in work.outcome.stored; writes the new file of winners.
// "contested_keys" beyond kMostContestedKeys.
Result<Contested> find_contested(Work& work, std::size_t table);

}  // namespace qiuhao::claims::assembly
