// Layout: magic and format, blocks (each 64-byte aligned), directory (text lines), footer. All little-endian.
#include "claims/part_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "base/hash.h"
#include "claims/part_file/directory.h"
#include "claims/part_file/encoding.h"
#include "claims/part_file/open_columns.h"

namespace qiuhao::claims {

using part_file::Block;
using part_file::DirectoryLine;

namespace {

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

  Block put_block(const void* data, std::size_t bytes) {
    static constexpr char kZeros[part_file::kBlockAlign] = {};
    put(kZeros, (part_file::kBlockAlign - position_ % part_file::kBlockAlign) % part_file::kBlockAlign);
    const std::size_t begin = position_;
    put(data, bytes);
    return {begin, bytes, hash64({static_cast<const char*>(data), bytes})};
  }
  template <typename Value>
  Block put_block(const std::vector<Value>& values) {
    return put_block(values.data(), values.size() * sizeof(Value));
  }

  std::size_t position() const { return position_; }
  int error() const { return error_; }

 private:
  int file_;
  std::size_t position_ = 0;
  int error_ = 0;
};

std::string guess_word(const GuessBytes& guess) {
  std::string word = fmt::format("{}", static_cast<int>(guess.guess));
  if (guess.guess == Guess::constant) word += fmt::format(",{}", guess.constant);
  for (const std::string& name : guess.of_names) {
    if (!name.empty()) word += "," + name;
  }
  if (guess.guess == Guess::product) word += fmt::format(",{}", guess.scale_shift);
  if (!guess.link_name.empty()) word += "," + guess.link_name;
  if (guess.parent != nullptr) word += fmt::format(",{},{}", guess.parent_name, guess.factor);
  return word;
}

void put_stream(BlockWriter& writer, const StreamBytes& stream, const std::string& prefix, DirectoryLine& line) {
  if (stream.values.rows > 0) {
    line.blocks[prefix + "runs"] = writer.put_block(stream.values.runs);
    line.blocks[prefix + "bits"] = writer.put_block(stream.values.bytes);
    line.words[prefix + "stored"] = fmt::format("{}", stream.values.rows);
  }
  if (!stream.distinct.empty()) line.blocks[prefix + "distinct"] = writer.put_block(stream.distinct);
  if (!stream.kept.empty()) {
    line.blocks[prefix + "kept"] = writer.put_block(stream.kept);
    line.blocks[prefix + "before"] = writer.put_block(stream.kept_before);
  }
  if (stream.guess.guess == Guess::nothing) return;
  line.words[prefix + "guess"] = guess_word(stream.guess);
  if (stream.adds) line.words[prefix + "adds"] = "1";
  if (stream.guess.map.rows == 0) return;
  line.blocks[prefix + "map_runs"] = writer.put_block(stream.guess.map.runs);
  line.blocks[prefix + "map_bits"] = writer.put_block(stream.guess.map.bytes);
  line.words[prefix + "map_rows"] = fmt::format("{}", stream.guess.map.rows);
}

std::string put_column(BlockWriter& writer, const part_file::EncodedColumn& encoded) {
  const Column& plain = *encoded.plain;
  DirectoryLine line{encoded.name, static_cast<int>(plain.storage), plain.scale, plain.rows, {}, {}};
  if (plain.present != nullptr && plain.storage != Storage::code) {
    line.blocks["present"] = writer.put_block(plain.present, (plain.rows + 63) / 64 * 8);
  }
  if (plain.storage == Storage::code) {
    line.blocks["ends"] = writer.put_block(plain.text_ends, plain.dictionary_size * 8);
    line.blocks["text"] =
        writer.put_block(plain.text_bytes, plain.dictionary_size == 0 ? 0 : plain.text_ends[plain.dictionary_size - 1]);
  }
  if (encoded.hex) {
    line.blocks["hex"] = writer.put_block(encoded.hex->bytes);
    line.words["width"] = fmt::format("{}", encoded.hex->width);
  }
  if (encoded.stream) put_stream(writer, *encoded.stream, "", line);
  if (!encoded.patterns.empty()) {
    std::string patterns;
    for (const std::string& pattern : encoded.patterns) patterns += pattern + '\n';
    line.blocks["patterns"] = writer.put_block(patterns.data(), patterns.size());
    put_stream(writer, *encoded.pattern_of, "pattern_", line);
  } else if (plain.storage == Storage::text && encoded.stream) {
    const std::size_t bytes = plain.rows == 0 ? 0 : static_cast<const std::uint64_t*>(plain.data)[plain.rows - 1];
    line.blocks["text"] = writer.put_block(plain.text_bytes, bytes);
  }
  return line.text();
}

// Whether the runs of a stream or a map stay within their bytes; `key` ends with "runs".
bool runs_are_sound(const DirectoryLine& line, const std::string& key, const char* base) {
  const Block& runs = *line.block(key);
  const std::string stem = key.substr(0, key.size() - 4);
  const Block* bits = line.block(stem + "bits");
  const auto rows = line.words.find(stem + (stem.ends_with("map_") ? "rows" : "stored"));
  if (bits == nullptr || rows == line.words.end()) return false;
  const auto* first = reinterpret_cast<const PackedRun*>(base + runs.begin);
  return is_sound({first, runs.bytes / sizeof(PackedRun)}, bits->bytes,
                  std::strtoull(rows->second.c_str(), nullptr, 10));
}

// Rows of every table, for those whose columns are all left out.
std::string rows_line(const Part& part) {
  std::string line = "rows";
  for (std::size_t entity = 0; entity < kEntities; ++entity)
    line += fmt::format(" {}", part.rows(static_cast<Entity>(entity)));
  return line + "\n";
}

}  // namespace

Result<std::uint64_t> write_part(const Part& part, const Schema& schema, const Path& path) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  const auto failed = [&](int why) {
    return fail({Fault::system,
                 why == ENOSPC ? "disk_full" : "file_error",
                 fmt::format("cannot write: {}; {} and run it again", std::strerror(why),
                             why == ENOSPC ? "free some space" : "check the disk"),
                 {path.string(), 0, 0, ""}});
  };
  if (file < 0) return failed(errno);
  BlockWriter writer(file);
  const std::string head = part_file::header(kPartFormat);
  writer.put(head.data(), head.size());
  std::string directory = rows_line(part);
  for (const part_file::EncodedColumn& column : part_file::encode_part(part, schema))
    directory += put_column(writer, column);
  part_file::Footer footer;
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
  return part_file::open_columns(path, std::move(mapped), schema);
}

Status verify_part(const Path& path) {
  ASSIGN(const MappedFile mapped, MappedFile::open(path));
  ASSIGN(const auto directory, part_file::read_directory(path, mapped.bytes()));
  const char* base = reinterpret_cast<const char*>(mapped.bytes().data());
  std::map<std::uint64_t, std::uint64_t> covered;  // begin -> end
  for (const DirectoryLine& line : directory.lines) {
    for (const auto& [key, block] : line.blocks) {
      if (hash64({base + block.begin, block.bytes}) != block.checksum) {
        return part_file::damaged(path, fmt::format("column {} has a wrong checksum ({})", line.name, key));
      }
      if (key.ends_with("runs") && !runs_are_sound(line, key, base)) {
        return part_file::damaged(path, fmt::format("column {} has runs outside their bytes ({})", line.name, key));
      }
      covered[block.begin] = std::max(covered[block.begin], block.begin + block.bytes);
    }
  }
  // Between blocks there are zeros, so that no byte of the file can change unseen.
  std::uint64_t end = part_file::kHeaderBytes;
  covered[directory.begin] = std::max(covered[directory.begin], directory.begin);
  for (const auto& [begin, block_end] : covered) {
    for (; end < begin; ++end) {
      if (base[end] != '\0') return part_file::damaged(path, fmt::format("has a stray byte at {}", end));
    }
    end = std::max(end, block_end);
  }
  return {};
}

}  // namespace qiuhao::claims
