// Photos, documents and recordings that are sealed beside the records.
#pragma once

#include <string>
#include <string_view>

#include "base/files.h"
#include "evidence/builder.h"

namespace qiuhao::evidence {

inline constexpr std::size_t kFilesMost = 200;
inline constexpr std::size_t kAttachedBytesMost = std::size_t{64} << 20;

// PATH/name, type, size, content (in pieces where it is long).
void add_content(Builder& builder, const std::string& path, std::string_view name, std::string_view type,
                 std::string_view bytes);
// A file that is brought, as files/NUMBER: of the types that matters take too, by its content and its name. Errors:
// those of read_file() and documents::check_content(), "empty_file".
Status add_file(Builder& builder, std::size_t number, const Path& file);

}  // namespace qiuhao::evidence
