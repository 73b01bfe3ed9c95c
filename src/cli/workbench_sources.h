// The workbench of rules of a workspace, on what the commands for rules, knowledge and backtests are made of.
#pragma once

#include <memory>

#include "base/files.h"
#include "server/workbench/workbench.h"

namespace qiuhao::cli {

// `program` runs tests of drafts: this program's own file, or "/proc/self/exe".
Result<std::shared_ptr<server::Workbench>> open_workbench(const Path& workspace, const std::string& program);

}  // namespace qiuhao::cli
