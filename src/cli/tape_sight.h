// The web API's view of a workspace's tape.
#pragma once

#include <memory>

#include "base/files.h"
#include "server/api/tape_sight.h"

namespace qiuhao::cli {

// Rules, knowledge and tape of the run that was asked last are kept, so that the next finding of it comes at once.
std::shared_ptr<const server::TapeSight> tape_sight_of(const Path& workspace);

}  // namespace qiuhao::cli
