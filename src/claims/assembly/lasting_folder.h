// Folders that outlast a loss of power.
#pragma once

#include "base/files.h"

namespace qiuhao::claims::assembly {

// As make_folder, and syncs each folder in which one was made: what is put into it lasts as long as what names it.
Status make_lasting_folder(const Path& path);

// The same for what only its owner may look into, closed (0700) from its first moment on, below a folder
// that is there. One of an earlier version, or of somebody's copy, is closed now.
Status make_private_folder(const Path& path);

}  // namespace qiuhao::claims::assembly
