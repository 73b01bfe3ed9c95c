// The types of files that people may add, found from what is in a file and held against how its name ends.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace qiuhao::documents {

// Numbers stand in the database and are never reused.
enum class FileType : std::uint8_t {
  pdf = 1,
  jpeg = 2,
  png = 3,
  docx = 4,
  xlsx = 5,
  text = 6,  // UTF-8, or GBK and GB18030
  csv = 7,   // the same
  wav = 8,
  mp3 = 9,
  mp4 = 10,
  tiff = 11,
  webp = 12,
  heic = 13,
  ofd = 14,
};
inline constexpr std::size_t kFileTypes = 14;

std::string_view type_name(FileType type);   // "jpeg"
std::string_view media_type(FileType type);  // "image/jpeg", for whoever sends it on, with `nosniff`

// What is inside of packed files and pictures.
struct ContentLimits {
  std::size_t pixels_most = 100'000'000;
  std::size_t unpacked_bytes_most = std::size_t{200} << 20;
  std::size_t unpacked_times_most = 200;  // as large as the packed file, beyond the first megabyte
  std::size_t entries_most = 5'000;
};

// The type of a file with this name. Errors, all of them Fault::input:
//   "unknown_type"         the name ends like none of the types
//   "disguised_type"       what is in it is something else than its name says
//   "broken_file"          it begins like its type and is not whole
//   "too_many_pixels"
//   "packed_too_large", "packed_too_many", "packed_within_packed", "packed_path", "packed_secret" (encrypted),
//   "has_macros"           of docx, xlsx and ofd
Result<FileType> check_content(std::string_view name, std::string_view bytes, const ContentLimits& limits);

// How the name may be shown: without folders, control characters, marks that turn the direction of writing, and blanks
// at its ends; never empty, at most kShownNameBytesMost with its ending kept.
inline constexpr std::size_t kShownNameBytesMost = 200;
std::string shown_name(std::string_view name);

}  // namespace qiuhao::documents
