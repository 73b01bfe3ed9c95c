// Keys that stand under more than one person: rare (a person number was corrected), but each row may count only once.
#pragma once

#include <map>
#include <span>
#include <string>

#include "claims/assembly/layout.h"
#include "claims/assembly/staged_sql.h"
#include "tables/engine.h"

namespace qiuhao::claims::assembly {

// At most so many keys are held in memory at once; more rows mean more passes over the key column.
inline constexpr std::int64_t kKeysInMemory = 12'000'000;

// Key -> the person whose row was updated last (then of the later file and row). Empty in nearly every city.
using ContestedKeys = std::map<std::string, std::string, std::less<>>;

// "contested_keys" beyond kMostContestedKeys.
Result<ContestedKeys> find_contested(const Layout& layout, tables::Engine& engine, const StagedFiles& staged);

}  // namespace qiuhao::claims::assembly
