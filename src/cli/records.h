// The records database of a workspace, its trail and the keys of personal data, where qiuhao.toml says or by default.
#pragma once

#include <memory>
#include <string>

#include "base/files.h"
#include "base/result.h"
#include "database/database.h"
#include "database/key_ring.h"
#include "database/trail.h"

namespace qiuhao::cli {

struct Records {
  std::unique_ptr<database::Database> database;
  database::Trail trail;
};

// `database.url`, by default records.db in the workspace. "no_workspace"; "no_records" when the file is not there yet
// and it is not to be made; those of Database::open and Trail::open.
Result<Records> open_records(const Path& workspace, bool make);

// `keys.file`, by default secret/personal-keys in the workspace. With `make`, a missing file is drawn and written,
// readable by its owner alone; without it, or when the keys were there and are gone, "no_keys".
Result<database::KeyRing> open_keys(const Path& workspace, bool make);

// "console:NAME": whoever the system says runs the program, for the trail.
std::string console_user();

// `trail.anchors`, by default trail-anchors in the workspace.
Result<Path> anchors_of(const Path& workspace);

}  // namespace qiuhao::cli
