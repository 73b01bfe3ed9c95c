// Layout: magic and format, blocks (each 64-byte aligned), directory (text lines), footer. All little-endian.
#include "claims/part_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <limits>

#include "base/hash.h"

namespace qiuhao::claims {
namespace {

constexpr std::string_view kMagic = "QIUHAOTAPE";  // then two digits of the format
constexpr std::size_t kHeaderBytes = 64;
constexpr std::size_t kBlockAlign = 64;

struct Footer {
  std::uint64_t directory_begin = 0;
  std::uint64_t directory_bytes = 0;
  std::uint64_t directory_checksum = 0;
  char magic[8] = {'Q', 'H', 'E', 'N', 'D', '0', '0', '1'};
};

std::string header() {
  std::string bytes = fmt::format("{}{:02}\n", kMagic, kPartFormat);
  bytes.resize(kHeaderBytes, '\0');
  return bytes;
}

std::size_t value_bytes(Storage storage) { return storage == Storage::number || storage == Storage::text ? 8 : 4; }

// Writes blocks one after another and remembers the first failure.
class BlockWriter {
 public:
  explicit BlockWriter(int file) : file_(file) {}

  void put(const void* data, std::size_t bytes) {
    const char* from = static_cast<const char*>(data);
    while (bytes > 0 && error_ == 0) {
      const ssize_t count = ::write(file_, from, bytes);
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) {
        error_ = errno;
        return;
      }
      from += count;
      bytes -= static_cast<std::size_t>(count);
      position_ += static_cast<std::size_t>(count);
    }
  }

  // "begin bytes checksum", the block's entry in the directory.
  std::string put_block(const void* data, std::size_t bytes) {
    static constexpr char kZeros[kBlockAlign] = {};
    put(kZeros, (kBlockAlign - position_ % kBlockAlign) % kBlockAlign);
    const std::size_t begin = position_;
    put(data, bytes);
    return fmt::format("{} {} {:016x}", begin, bytes, hash64({static_cast<const char*>(data), bytes}));
  }

  std::size_t position() const { return position_; }
  int error() const { return error_; }

 private:
  int file_;
  std::size_t position_ = 0;
  int error_ = 0;
};

std::size_t blob_bytes(const Column& column) {
  if (column.storage == Storage::code)
    return column.dictionary_size == 0 ? 0 : column.text_ends[column.dictionary_size - 1];
  if (column.storage == Storage::text)
    return column.rows == 0 ? 0 : static_cast<const std::uint64_t*>(column.data)[column.rows - 1];
  return 0;
}

// One directory line: name, storage, scale, rows, then a block each for data, present bits, text ends, text bytes.
std::string put_column(BlockWriter& writer, const std::string& name, const Column& column) {
  std::string line =
      fmt::format("column {} {} {} {}", name, static_cast<int>(column.storage), column.scale, column.rows);
  line += " " + writer.put_block(column.data, column.rows * value_bytes(column.storage));
  const std::size_t present_bytes = column.present == nullptr ? 0 : (column.rows + 63) / 64 * 8;
  line += " " + writer.put_block(column.present, present_bytes);
  line += " " + writer.put_block(column.text_ends, column.dictionary_size * 8);
  line += " " + writer.put_block(column.text_bytes, blob_bytes(column));
  return line + "\n";
}

struct Block {
  std::uint64_t begin = 0;
  std::uint64_t bytes = 0;
  std::uint64_t checksum = 0;
};

struct DirectoryLine {
  std::string_view name;
  int storage = 0;
  int scale = 0;
  std::size_t rows = 0;
  Block blocks[4];  // data, present, text ends, text bytes
};

std::unexpected<Error> damaged(const Path& path, std::string_view what) {
  return fail({Fault::system,
               "damaged_part",
               fmt::format("{}; restore this file from a backup, or import the city again", what),
               {path.string(), 0, 0, ""}});
}

std::string_view next_word(std::string_view& rest) {
  const std::size_t end = std::min(rest.find(' '), rest.size());
  const std::string_view word = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return word;
}

template <typename Number>
bool next_number(std::string_view& rest, Number& number, int base = 10) {
  const std::string_view word = next_word(rest);
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number, base);
  return error == std::errc() && end == word.data() + word.size() && !word.empty();
}

bool read_line(std::string_view text, DirectoryLine& line) {
  if (next_word(text) != "column") return false;
  line.name = next_word(text);
  if (!next_number(text, line.storage) || !next_number(text, line.scale) || !next_number(text, line.rows)) return false;
  for (Block& block : line.blocks) {
    if (!next_number(text, block.begin) || !next_number(text, block.bytes) || !next_number(text, block.checksum, 16)) {
      return false;
    }
  }
  return text.empty() && line.storage >= 1 && line.storage <= 5 && line.scale >= 0 && line.scale <= 12;
}

// The directory of a mapped part, checked: lines that parse, blocks inside the file and of the size their rows need.
Result<std::vector<DirectoryLine>> read_directory(const Path& path, std::span<const std::byte> bytes) {
  const std::string_view all(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  if (!all.starts_with(kMagic) || all.size() < kHeaderBytes + sizeof(Footer)) {
    return damaged(path, "is not a part of a tape");
  }
  if (all.substr(0, kHeaderBytes) != header()) {
    return fail({Fault::system,
                 "other_tape_format",
                 fmt::format("has another tape format than {}; import the city again with this program", kPartFormat),
                 {path.string(), 0, 0, ""}});
  }
  Footer footer;
  std::memcpy(&footer, all.data() + all.size() - sizeof footer, sizeof footer);
  if (std::string_view(footer.magic, 8) != "QHEND001" || footer.directory_begin > all.size() ||
      footer.directory_bytes > all.size() - footer.directory_begin) {
    return damaged(path, "has no end mark");
  }
  std::string_view directory = all.substr(footer.directory_begin, footer.directory_bytes);
  if (hash64(directory) != footer.directory_checksum) return damaged(path, "has a directory with a wrong checksum");
  std::vector<DirectoryLine> lines;
  while (!directory.empty()) {
    const std::size_t end = std::min(directory.find('\n'), directory.size());
    DirectoryLine line;
    if (!read_line(directory.substr(0, end), line)) return damaged(path, "has a directory that cannot be read");
    for (const Block& block : line.blocks) {
      if (block.begin > footer.directory_begin || block.bytes > footer.directory_begin - block.begin) {
        return damaged(path, fmt::format("column {} lies outside the file", line.name));
      }
    }
    if (line.blocks[0].bytes != line.rows * value_bytes(static_cast<Storage>(line.storage))) {
      return damaged(path, fmt::format("column {} has another length than its rows", line.name));
    }
    lines.push_back(line);
    directory.remove_prefix(std::min(end + 1, directory.size()));
  }
  return lines;
}

Column column_of(const DirectoryLine& line, const std::byte* base) {
  Column column;
  column.storage = static_cast<Storage>(line.storage);
  column.scale = line.scale;
  column.rows = line.rows;
  column.data = base + line.blocks[0].begin;
  if (line.blocks[1].bytes > 0) column.present = reinterpret_cast<const std::uint64_t*>(base + line.blocks[1].begin);
  column.text_ends = reinterpret_cast<const std::uint64_t*>(base + line.blocks[2].begin);
  column.dictionary_size = line.blocks[2].bytes / 8;
  column.text_bytes = reinterpret_cast<const char*>(base + line.blocks[3].begin);
  return column;
}

}  // namespace

Result<std::uint64_t> write_part(const Part& part, const Schema& schema, const Path& path) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  const auto failed = [&](int why) {
    return fail({Fault::system,
                 why == ENOSPC ? "disk_full" : "file_error",
                 fmt::format("cannot write: {}{}", std::strerror(why),
                             why == ENOSPC ? "; free some space and run it again" : ""),
                 {path.string(), 0, 0, ""}});
  };
  if (file < 0) return failed(errno);
  BlockWriter writer(file);
  const std::string head = header();
  writer.put(head.data(), head.size());
  std::string directory;
  for (std::size_t entity = 0; entity < kEntities; ++entity) {
    const auto& fields = schema.of(static_cast<Entity>(entity)).fields;
    for (std::size_t field = 0; field < fields.size(); ++field) {
      directory += put_column(writer, fmt::format("{}.{}", kEntityNames[entity], fields[field].name),
                              part.columns_[entity][field]);
    }
  }
  for (std::size_t link = 0; link < kLinks; ++link) {
    directory += put_column(writer, std::string(kLinkNames[link]), part.links_[link]);
  }
  Footer footer;
  footer.directory_begin = writer.position();
  footer.directory_bytes = directory.size();
  footer.directory_checksum = hash64(directory);
  writer.put(directory.data(), directory.size());
  writer.put(&footer, sizeof footer);
  int error = writer.error();
  if (error == 0 && ::fsync(file) != 0) error = errno;
  ::close(file);
  if (error != 0) {
    ::unlink(path.c_str());
    return failed(error);
  }
  return footer.directory_checksum;
}

Result<Part> open_part(const Path& path, const Schema& schema) {
  ASSIGN(MappedFile mapped, MappedFile::open(path));
  const auto file = std::make_shared<MappedFile>(std::move(mapped));
  ASSIGN(const auto lines, read_directory(path, file->bytes()));
  Part part;
  part.owner_ = file;
  for (std::size_t entity = 0; entity < kEntities; ++entity) {
    part.columns_[entity].resize(schema.of(static_cast<Entity>(entity)).fields.size());
  }
  for (const DirectoryLine& line : lines) {
    const Column column = column_of(line, file->bytes().data());
    for (std::size_t link = 0; link < kLinks; ++link) {
      if (line.name == kLinkNames[link]) part.links_[link] = column;
    }
    const auto dot = line.name.find('.');
    for (std::size_t entity = 0; entity < kEntities && dot != std::string_view::npos; ++entity) {
      if (line.name.substr(0, dot) != kEntityNames[entity]) continue;
      part.rows_[entity] = line.rows;
      const auto& of_entity = schema.of(static_cast<Entity>(entity));
      const FieldIndex field = of_entity.find(line.name.substr(dot + 1));
      if (field == kNoField) continue;
      if (column.storage != of_entity.fields[field].storage()) {
        return damaged(path, fmt::format("column {} has another type than the dictionary", line.name));
      }
      part.columns_[entity][field] = column;
    }
  }
  return part;
}

Status verify_part(const Path& path) {
  ASSIGN(const MappedFile mapped, MappedFile::open(path));
  ASSIGN(const auto lines, read_directory(path, mapped.bytes()));
  const char* base = reinterpret_cast<const char*>(mapped.bytes().data());
  for (const DirectoryLine& line : lines) {
    for (const Block& block : line.blocks) {
      if (hash64({base + block.begin, block.bytes}) != block.checksum) {
        return damaged(path, fmt::format("column {} has a wrong checksum", line.name));
      }
    }
  }
  return {};
}

}  // namespace qiuhao::claims
