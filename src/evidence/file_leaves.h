// Photos, documents and recordings that are sealed beside the records.
#pragma once

#include <string_view>

#include "base/files.h"
#include "evidence/builder.h"

namespace qiuhao::evidence {

inline constexpr std::size_t kFilesMost = 200;
inline constexpr std::size_t kAttachedBytesMost = std::size_t{64} << 20;

// "image/jpeg", by its first bytes, never by its name; "" for what is none of the types that are taken: JPEG, PNG,
// TIFF, WebP, HEIC, PDF, OFD and Office documents, MP4, WAV, MP3, plain UTF-8 text.
std::string_view type_of(std::string_view content);

// files/NUMBER/name, type, size, content (in pieces where it is long). Errors: those of read_file(), "empty_file",
// "unknown_file_type".
Status add_file(Builder& builder, std::size_t number, const Path& file);

}  // namespace qiuhao::evidence
