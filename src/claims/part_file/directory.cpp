// Text of directories.
#include "claims/part_file/directory.h"

#include <fmt/format.h>

#include <charconv>
#include <cstring>

#include "base/hash.h"
#include "claims/part.h"

namespace qiuhao::claims::part_file {
namespace {

std::string_view next_word(std::string_view& rest, char end_mark = ' ') {
  const std::size_t end = std::min(rest.find(end_mark), rest.size());
  const std::string_view word = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return word;
}

template <typename Number>
bool read_number(std::string_view word, Number& number, int base = 10) {
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number, base);
  return error == std::errc() && end == word.data() + word.size() && !word.empty();
}

// "begin:bytes:checksum"; a value of another shape is a word.
bool read_block(std::string_view text, Block& block) {
  return read_number(next_word(text, ':'), block.begin) && read_number(next_word(text, ':'), block.bytes) &&
         text.size() == 16 && read_number(text, block.checksum, 16);
}

bool read_format_1(std::string_view& text, DirectoryLine& line) {
  for (const std::string_view key : {"data", "present", "ends", "text"}) {
    Block block;
    if (!read_number(next_word(text), block.begin) || !read_number(next_word(text), block.bytes) ||
        !read_number(next_word(text), block.checksum, 16)) {
      return false;
    }
    if (block.bytes > 0 || key == "data" || (key == "ends" && line.storage == 1)) line.blocks.emplace(key, block);
  }
  return text.empty();
}

bool read_format_2(std::string_view& text, DirectoryLine& line) {
  while (!text.empty()) {
    std::string_view value = next_word(text);
    const std::string key(next_word(value, '='));
    Block block;
    if (key.empty()) return false;
    if (read_block(value, block))
      line.blocks[key] = block;
    else
      line.words[key] = value;
  }
  return true;
}

bool read_line(std::string_view text, int format, DirectoryLine& line) {
  if (next_word(text) != "column") return false;
  line.name = next_word(text);
  if (!read_number(next_word(text), line.storage) || !read_number(next_word(text), line.scale) ||
      !read_number(next_word(text), line.rows)) {
    return false;
  }
  if (line.storage < 1 || line.storage > 5 || line.scale < 0 || line.scale > 12) return false;
  return format == 1 ? read_format_1(text, line) : read_format_2(text, line);
}

}  // namespace

const Block* DirectoryLine::block(std::string_view key) const {
  const auto found = blocks.find(key);
  return found == blocks.end() ? nullptr : &found->second;
}

std::string DirectoryLine::text() const {
  std::string line = fmt::format("column {} {} {} {}", name, storage, scale, rows);
  for (const auto& [key, word] : words) line += fmt::format(" {}={}", key, word);
  for (const auto& [key, block] : blocks)
    line += fmt::format(" {}={}:{}:{:016x}", key, block.begin, block.bytes, block.checksum);
  return line + "\n";
}

std::string header(int format) {
  std::string bytes = fmt::format("{}{:02}\n", kMagic, format);
  bytes.resize(kHeaderBytes, '\0');
  return bytes;
}

std::unexpected<Error> damaged(const Path& path, std::string_view what) {
  return fail({Fault::system,
               "damaged_part",
               fmt::format("{}; restore this file from a backup, or import the city again", what),
               {path.string(), 0, 0, ""}});
}

Result<Directory> read_directory(const Path& path, std::span<const std::byte> bytes) {
  const std::string_view all(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  if (!all.starts_with(kMagic) || all.size() < kHeaderBytes + sizeof(Footer)) {
    return damaged(path, "is not a part of a tape");
  }
  Directory directory;
  for (int format = 1; format <= static_cast<int>(kPartFormat); ++format) {
    if (all.substr(0, kHeaderBytes) == header(format)) directory.format = format;
  }
  if (directory.format == 0) {
    return fail(
        {Fault::system,
         "other_tape_format",
         fmt::format("has another tape format than 1 to {}; import the city again with this program", kPartFormat),
         {path.string(), 0, 0, ""}});
  }
  Footer footer;
  std::memcpy(&footer, all.data() + all.size() - sizeof footer, sizeof footer);
  if (std::string_view(footer.magic, 8) != "QHEND001" || footer.directory_begin > all.size() - sizeof footer ||
      footer.directory_bytes != all.size() - sizeof footer - footer.directory_begin) {
    return damaged(path, "has no end mark, or its end is off");
  }
  std::string_view text = all.substr(footer.directory_begin, footer.directory_bytes);
  if (hash64(text) != footer.directory_checksum) return damaged(path, "has a directory with a wrong checksum");
  directory.begin = footer.directory_begin;
  directory.checksum = footer.directory_checksum;
  if (directory.format > 1) {
    std::string_view rows = next_word(text, '\n');
    bool is_right = next_word(rows) == "rows";
    for (std::size_t& count : directory.rows) is_right = is_right && read_number(next_word(rows), count);
    if (!is_right || !rows.empty()) return damaged(path, "has a directory that cannot be read");
  }
  while (!text.empty()) {
    DirectoryLine line;
    if (!read_line(next_word(text, '\n'), directory.format, line))
      return damaged(path, "has a directory that cannot be read");
    for (const auto& [key, block] : line.blocks) {
      if (block.begin > footer.directory_begin || block.bytes > footer.directory_begin - block.begin ||
          block.begin % kBlockAlign != 0) {
        return damaged(path, fmt::format("column {} lies outside the file", line.name));
      }
    }
    for (std::size_t entity = 0; directory.format == 1 && entity < kEntities; ++entity) {
      if (line.name.starts_with(fmt::format("{}.", kEntityNames[entity]))) directory.rows[entity] = line.rows;
    }
    directory.lines.push_back(std::move(line));
  }
  return directory;
}

}  // namespace qiuhao::claims::part_file
