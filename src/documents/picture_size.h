// Width and height of a picture, from its own bytes, without unpacking it.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "documents/file_type.h"

namespace qiuhao::documents {

struct PictureSize {
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  std::uint64_t pixels() const { return std::uint64_t{width} * height; }
};

// Of a jpeg or png; nothing when it is not whole: chunks or segments that do not follow each other, no end, or of a png
// something behind it.
std::optional<PictureSize> picture_size(FileType type, std::string_view bytes);

}  // namespace qiuhao::documents
