// How many lines of each file must pass at least: tests/conformance/floors, a line "file passed" each.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/files.h"

namespace qiuhao::conformance {

using Floors = std::map<std::string, int, std::less<>>;

// Errors: no_such_file, bad_floor.
Result<Floors> read_floors(const Path& file);

}  // namespace qiuhao::conformance
