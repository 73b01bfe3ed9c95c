// The web API of a workspace, where it has records.
#pragma once

#include <memory>

#include "base/files.h"
#include "server/api/desk.h"

namespace qiuhao::cli {

// Null when the workspace has no records yet (`qiuhao users found` makes them). `is_secure`: reached by TLS. `live` is
// told of the live service once it is open.
Result<std::shared_ptr<const server::ApiDesk>> open_api_desk(const Path& workspace, bool is_secure,
                                                             std::shared_ptr<const server::LiveLink> live = {});

}  // namespace qiuhao::cli
