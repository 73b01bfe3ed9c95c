// What `qiuhao library check` looks at: the rules and points that count in a workspace, and the national ones in whose
// place the bureau's own stand.
#pragma once

#include <string>
#include <vector>

#include "base/files.h"
#include "base/result.h"
#include "rules/library/library_check.h"

namespace qiuhao::cli {

struct LibrarySources {
  rules::LibraryToCheck library;
  std::string knowledge;                   // name of what was loaded
  std::vector<std::string> unused_points;  // ids of points whose items no line of the tape has
  bool has_tape = false;
};

// The shipped library alone when the workspace is "".
Result<LibrarySources> load_library_sources(const Path& workspace, Day known_on);

// The plan of all rules that count in a workspace over a library of points.
Result<std::shared_ptr<const rules::Plan>> plan_over(const Path& workspace,
                                                     std::shared_ptr<const knowledge::Library> library);

}  // namespace qiuhao::cli
