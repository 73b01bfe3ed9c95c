// Where the editions of a live service come from: the tape and libraries of a workspace, as `audit` reads them.
#pragma once

#include <string>
#include <vector>

#include "live/edition.h"

namespace qiuhao::cli {

// Changes when rules, parameters or knowledge of a workspace would be read otherwise: names, sizes and times of files.
std::string library_state(const Path& workspace);

// `candidate` is a folder of rule files over the others, "" for none.
live::EditionSource live_source(const Path& workspace, const std::string& candidate = "");

// Shipped variants of the national interface, and the workspace's own over them.
Result<std::vector<std::string>> interface_folders(const Path& workspace);

}  // namespace qiuhao::cli
