// The directory at the end of a part's file: one line a column, with where its blocks lie. Reads formats 1 and 2,
// writes 2.
#pragma once

#include <array>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/files.h"
#include "claims/schema.h"
#include "columns/column.h"

namespace qiuhao::claims::part_file {

inline constexpr std::string_view kMagic = "QIUHAOTAPE";  // then two digits of the format and a line feed
inline constexpr std::size_t kHeaderBytes = 64;
inline constexpr std::size_t kBlockAlign = 64;

struct Footer {
  std::uint64_t directory_begin = 0;
  std::uint64_t directory_bytes = 0;
  std::uint64_t directory_checksum = 0;
  char magic[8] = {'Q', 'H', 'E', 'N', 'D', '0', '0', '1'};
};

struct Block {
  std::uint64_t begin = 0;
  std::uint64_t bytes = 0;
  std::uint64_t checksum = 0;  // XXH3-64
};

// "column NAME STORAGE SCALE ROWS KEY=VALUE …"; words are parted by one blank. Of format 1 the four blocks stand as
// data, present, ends and text.
struct DirectoryLine {
  std::string name;
  int storage = 0;
  int scale = 0;
  std::size_t rows = 0;
  std::map<std::string, Block, std::less<>> blocks;
  std::map<std::string, std::string, std::less<>> words;  // "guess", "adds", …

  const Block* block(std::string_view key) const;  // null when there is none
  std::string text() const;                        // as it is written, with a line feed
};

struct Directory {
  int format = 0;
  std::uint64_t begin = 0;
  std::uint64_t checksum = 0;
  std::array<std::size_t, kEntities> rows{};  // "rows …", the first line of format 2
  std::vector<DirectoryLine> lines;
};

std::string header(int format);  // kHeaderBytes
// Of a whole file: magic, footer, checksum, lines that parse, blocks inside the file and in order. "damaged_part",
// "other_tape_format".
Result<Directory> read_directory(const Path& path, std::span<const std::byte> bytes);

std::unexpected<Error> damaged(const Path& path, std::string_view what);

}  // namespace qiuhao::claims::part_file
