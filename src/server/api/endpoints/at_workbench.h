// What endpoints of the workbench begin with.
#pragma once

#include "server/api/call.h"
#include "server/workbench/workbench.h"

namespace qiuhao::server {

// The workbench, for a caller who may do the action, which is of no region. "no_workbench" where there is none.
Result<Workbench*> at_workbench(const Call& call, std::string_view action);

}  // namespace qiuhao::server
