// docs/reference/api.yaml as it was when the program was built; CMake writes the text.
#pragma once

#include <string_view>

namespace qiuhao::server {

extern const std::string_view kBuiltInDescription;

}  // namespace qiuhao::server
