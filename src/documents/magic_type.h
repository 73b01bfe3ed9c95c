// What libmagic takes a file for.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace qiuhao::documents {

// A media type such as "image/png"; "application/octet-stream" for what it does not know. "magic_failed" when the
// machine lacks its table.
Result<std::string> magic_type(std::string_view bytes);

}  // namespace qiuhao::documents
