// What a folder of a trial holds, as far as anybody may rely on it: every row, every backup, every name.
#pragma once

#include <set>
#include <string>

#include "base/files.h"
#include "claims/schema.h"

namespace qiuhao::crash {

inline const std::string kKey(32, 'k');  // of pseudonyms, where a trial must know it

struct State {
  std::string workspace;          // digest of all rows; "none" before the first import
  std::string restored;           // the same of the folder to which a trial restores
  std::set<std::string> backups;  // what each holds

  bool operator==(const State&) const = default;
  std::string text() const;
};

// A digest of every field of every row and of what rows link to, person by person, and of the registers; independent
// of parts, of the order of people, and, unless the key is kKey, of pseudonyms. Every part and register is verified; an
// Error tells what is broken.
Result<std::string> digest_of(const Path& workspace, const claims::Schema& schema);

// Of FOLDER/workspace, FOLDER/restored and FOLDER/backups.
Result<State> state_of(const Path& folder, const claims::Schema& schema);

// Relative paths of all files below a folder, lists of backups excepted.
std::set<std::string> names_below(const Path& folder);

}  // namespace qiuhao::crash
