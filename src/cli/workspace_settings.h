// What a workspace's qiuhao.toml says.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/files.h"
#include "base/result.h"

namespace qiuhao::cli {

// `name = "value"`, also as `[section]` and a line below it for `section.name`; nothing when the file does not say.
struct Setting {
  std::string value;
  Place place;
};
// "bad_setting" when the value is not in quotes.
Result<std::optional<Setting>> workspace_setting(const Path& workspace, std::string_view name);

// `region = "340600"`: the workspace's own region, for parameters of subjects without a visit; "" when it does not say.
// Refuses ("bad_region", with the line) what is no division code.
Result<std::string> workspace_region(const Path& workspace);

}  // namespace qiuhao::cli
