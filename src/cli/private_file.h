// Files that only their owner may read: keys, and what holds personal data in clear.
#pragma once

#include <string_view>

#include "base/files.h"

namespace qiuhao::cli {

// Whole and on disk before its name is there, readable by its owner alone, and never over another file: "file_exists".
// "cannot_write" where the system refuses.
Status write_private_file(const Path& file, std::string_view content);

}  // namespace qiuhao::cli
