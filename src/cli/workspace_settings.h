// What a workspace's qiuhao.toml says.
#pragma once

#include <string>

#include "base/files.h"
#include "base/result.h"

namespace qiuhao::cli {

// `region = "340600"`: the workspace's own region, for parameters of subjects without a visit; "" when it does not say.
// Refuses ("bad_region", with the line) what is no division code.
Result<std::string> workspace_region(const Path& workspace);

}  // namespace qiuhao::cli
