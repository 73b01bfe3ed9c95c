// Files of a packed format (docx, xlsx, ofd), looked through entry by entry before anything opens them.
#pragma once

#include <optional>
#include <string_view>

#include "documents/file_type.h"

namespace qiuhao::documents {

// docx, xlsx, ofd, or nothing for another packed file. Unpacks every entry, at most as much as the limits allow, and
// keeps nothing. Errors as check_content() has: "packed_…", "has_macros", "broken_file".
Result<std::optional<FileType>> check_packed(std::string_view bytes, const ContentLimits& limits);

}  // namespace qiuhao::documents
