// PNG by its chunks (ISO/IEC 15948), JPEG by its segments (ITU-T T.81).
#include "documents/picture_size.h"

namespace qiuhao::documents {
namespace {

std::uint32_t big_endian(std::string_view bytes, std::size_t at, std::size_t count) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < count; ++i) value = (value << 8U) | static_cast<unsigned char>(bytes[at + i]);
  return value;
}

std::optional<PictureSize> whole(PictureSize size) {
  return size.width == 0 || size.height == 0 ? std::nullopt : std::optional(size);
}

std::optional<PictureSize> png_size(std::string_view bytes) {
  constexpr std::string_view kSignature = "\x89PNG\r\n\x1a\n";
  constexpr std::size_t kFrame = 12;  // of a chunk: length, name, checksum
  if (!bytes.starts_with(kSignature)) return std::nullopt;
  PictureSize size;
  std::size_t at = kSignature.size();
  for (bool is_first = true; bytes.size() - at >= kFrame; is_first = false) {
    const std::size_t length = big_endian(bytes, at, 4);
    const std::string_view name = bytes.substr(at + 4, 4);
    if (length > bytes.size() - at - kFrame || is_first != (name == "IHDR")) return std::nullopt;
    if (is_first && length != 13) return std::nullopt;
    if (is_first) size = {big_endian(bytes, at + 8, 4), big_endian(bytes, at + 12, 4)};
    at += kFrame + length;
    if (name == "IEND") return at == bytes.size() ? whole(size) : std::nullopt;
  }
  return std::nullopt;
}

std::optional<PictureSize> jpeg_size(std::string_view bytes) {
  if (!bytes.starts_with("\xFF\xD8\xFF")) return std::nullopt;
  PictureSize size;
  std::size_t at = 2;
  while (at + 4 <= bytes.size() && bytes[at] == '\xFF') {
    const auto marker = static_cast<unsigned char>(bytes[at + 1]);
    if (marker == 0xFF) {  // filling
      ++at;
      continue;
    }
    if (marker == 0xDA)  // the picture itself; cameras put more behind its end
      return bytes.find("\xFF\xD9", at) == std::string_view::npos ? std::nullopt : whole(size);
    const std::size_t length = big_endian(bytes, at + 2, 2);
    if (length < 2 || at + 2 + length > bytes.size()) return std::nullopt;
    const bool is_frame = marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    if (is_frame && (length < 8 || size.width != 0)) return std::nullopt;
    if (is_frame) size = {big_endian(bytes, at + 7, 2), big_endian(bytes, at + 5, 2)};
    at += 2 + length;
  }
  return std::nullopt;
}

}  // namespace

std::optional<PictureSize> picture_size(FileType type, std::string_view bytes) {
  return type == FileType::png ? png_size(bytes) : jpeg_size(bytes);
}

}  // namespace qiuhao::documents
