// Matters keep the version of their kind; a newer file can say how they are carried over.
#pragma once

#include <vector>

#include "workflow/act.h"

namespace qiuhao::workflow {

inline constexpr std::string_view kMigrationDeed = "migrate";  // in a matter's history

// Whether every matter of `before` can be carried into `now`: each state goes to one that is final or not as it is,
// each field to one of the same type or is left out on purpose, and parts, documents and deadlines are still there.
// Errors, at the migration's places in the file of `now`: no_migration, state_is_lost, field_is_lost, part_is_lost,
// document_is_lost, deadline_is_lost.
std::vector<Error> check_migration(const Kind& before, const Kind& now);

// The matter in the new version, with a deed that says so. Terms keep their days; those that do not run in the new
// state are over. Both kinds must have passed check_migration. Errors: other_version.
Result<Matter> migrate(const Kind& before, const Kind& now, const Matter& matter, Seconds at);

}  // namespace qiuhao::workflow
