// Columns over mapped blocks. Guesses name other columns, so all columns are made first and bound then.
#include "claims/part_file/open_columns.h"

#include <fmt/format.h>

#include <charconv>
#include <deque>
#include <map>
#include <memory>
#include <set>

#include "claims/part_file/directory.h"

namespace qiuhao::claims::part_file {
namespace {

struct OpenColumn {
  const DirectoryLine* line = nullptr;
  Column column;
  Stream stream;
  Stream pattern_of;
  std::vector<std::int64_t> map_values;
  std::unique_ptr<SerialTexts> serial;
};

// What the views of an open part look at.
struct OpenPart {
  explicit OpenPart(MappedFile mapped) : file(std::move(mapped)) {}
  MappedFile file;
  Directory directory;
  std::deque<OpenColumn> columns;
  std::map<std::string, OpenColumn*, std::less<>> by_name;
};

template <typename Number>
bool number_of(std::string_view word, Number& number) {
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
  return error == std::errc() && end == word.data() + word.size();
}

std::vector<std::string_view> split(std::string_view text, char mark) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(mark), text.size());
    parts.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

class Opener {
 public:
  Opener(const Path& path, OpenPart& part) : path_(path), part_(part) {}

  Status run() {
    for (const DirectoryLine& line : part_.directory.lines) {
      OpenColumn& open = part_.columns.emplace_back();
      open.line = &line;
      if (!part_.by_name.emplace(line.name, &open).second) return wrong(line, "stands twice");
    }
    for (OpenColumn& open : part_.columns) TRY(part_.directory.format == 1 ? make_plain(open) : make_packed(open));
    for (OpenColumn& open : part_.columns) TRY(bind_guess(open));
    for (OpenColumn& open : part_.columns) {
      if (depth_of(open, 0) > kMostDepth) return wrong(*open.line, "is guessed from itself");
    }
    for (OpenColumn& open : part_.columns) TRY(make_texts(open));
    return {};
  }

 private:
  static constexpr int kMostDepth = 8;
  static constexpr std::size_t kMostLaidOpen = 1 << 14;  // entries of a map: what fits the nearer caches

  std::unexpected<Error> wrong(const DirectoryLine& line, std::string_view what) const {
    return damaged(path_, fmt::format("column {} {}", line.name, what));
  }

  template <typename Value>
  const Value* at(const Block* block) const {
    return block == nullptr ? nullptr : reinterpret_cast<const Value*>(part_.file.bytes().data() + block->begin);
  }
  static std::size_t bytes_of(const Block* block) { return block == nullptr ? 0 : block->bytes; }

  // A block of exactly so many bytes, or none.
  static bool fits(const Block* block, std::size_t bytes) { return block == nullptr || block->bytes == bytes; }

  void make_common(OpenColumn& open) const {
    const DirectoryLine& line = *open.line;
    Column& column = open.column;
    column.storage = static_cast<Storage>(line.storage);
    column.scale = line.scale;
    column.rows = line.rows;
    column.present = at<std::uint64_t>(line.block("present"));
    column.text_ends = at<std::uint64_t>(line.block("ends"));
    column.dictionary_size = bytes_of(line.block("ends")) / 8;
    column.text_bytes = at<char>(line.block("text"));
  }

  Status make_plain(OpenColumn& open) const {
    const DirectoryLine& line = *open.line;
    make_common(open);
    const bool is_wide = open.column.storage == Storage::number || open.column.storage == Storage::text;
    const Block* data = line.block("data");
    if (data == nullptr || !fits(data, line.rows * (is_wide ? 8 : 4)) ||
        !fits(line.block("present"), (line.rows + 63) / 64 * 8)) {
      return wrong(line, "has another length than its rows");
    }
    open.column.data = at<void>(data);
    return {};
  }

  Status make_packed(OpenColumn& open) const {
    const DirectoryLine& line = *open.line;
    make_common(open);
    if (!fits(line.block("present"), (line.rows + 63) / 64 * 8)) return wrong(line, "has another length than its rows");
    if (line.block("hex") != nullptr) {
      std::size_t width = 0;
      if (!number_of(word(line, "width"), width) || line.block("hex")->bytes != width * line.rows) {
        return wrong(line, "has another length than its rows");
      }
      return {};
    }
    TRY(make_stream(line, "", open.stream));
    if (line.block("patterns") != nullptr) return make_stream(line, "pattern_", open.pattern_of);
    open.column.stream = &open.stream;
    return {};
  }

  static std::string_view word(const DirectoryLine& line, std::string_view key) {
    const auto found = line.words.find(key);
    return found == line.words.end() ? std::string_view() : std::string_view(found->second);
  }

  bool make_values(const DirectoryLine& line, const std::string& prefix, const std::string& rows_word,
                   const std::string& runs, const std::string& bits, Packed& packed) const {
    const std::string_view rows = word(line, prefix + rows_word);
    if (rows.empty()) return true;
    const Block* run_block = line.block(prefix + runs);
    const Block* bit_block = line.block(prefix + bits);
    if (!number_of(rows, packed.rows) || run_block == nullptr || bit_block == nullptr) return false;
    packed.runs = at<PackedRun>(run_block);
    packed.bytes = at<std::uint8_t>(bit_block);
    return run_block->bytes == packed_runs(packed.rows) * sizeof(PackedRun) && bit_block->bytes >= kPackedTail;
  }

  Status make_stream(const DirectoryLine& line, const std::string& prefix, Stream& stream) const {
    stream.rows = line.rows;
    stream.distinct = at<std::int64_t>(line.block(prefix + "distinct"));
    stream.kept = at<std::uint64_t>(line.block(prefix + "kept"));
    stream.kept_before = at<std::uint32_t>(line.block(prefix + "before"));
    stream.adds = !word(line, prefix + "adds").empty();
    const bool is_right =
        make_values(line, prefix, "stored", "runs", "bits", stream.values) &&
        make_values(line, prefix, "map_rows", "map_runs", "map_bits", stream.map) &&
        fits(line.block(prefix + "kept"), (line.rows + 63) / 64 * 8) &&
        bytes_of(line.block(prefix + "before")) == (stream.kept == nullptr ? 0 : packed_runs(line.rows) * 4);
    const bool every_row = stream.kept == nullptr && (stream.adds || word(line, prefix + "guess").empty());
    if (!is_right || (every_row && stream.values.rows != line.rows))
      return wrong(line, "has another length than its rows");
    return bind(line, word(line, prefix + "guess"), stream);
  }

  // A column that a guess names; null when there is none of that many rows.
  const OpenColumn* find(std::string_view name) const {
    const auto found = part_.by_name.find(name);
    return found == part_.by_name.end() ? nullptr : found->second;
  }

  // "5,line>visit,visit.id,10000": see the format page.
  Status bind(const DirectoryLine& line, std::string_view text, Stream& stream) const {
    if (text.empty()) return {};
    const auto words = split(text, ',');
    int kind = 0;
    if (!number_of(words[0], kind) || kind < 1 || kind > 7) return wrong(line, "has a guess that is not known");
    stream.guess = static_cast<Guess>(kind);
    if (stream.guess == Guess::constant) {
      return words.size() == 2 && number_of(words[1], stream.constant) ? Status() : wrong(line, "has a broken guess");
    }
    std::size_t next = 1;
    std::size_t columns = 0;
    const bool has_link = stream.guess == Guess::parent || stream.guess == Guess::bases;
    const std::size_t tail = stream.guess == Guess::product ? 1 : 0;
    for (; !has_link && next + tail < words.size() && columns < stream.of.size(); ++next) {
      const OpenColumn* other = find(words[next]);
      if (other == nullptr || other->line->rows != line.rows)
        return wrong(line, "is guessed from a column that is not there");
      stream.of[columns++] = &other->column;
    }
    if (has_link) {
      const OpenColumn* link = next < words.size() ? find(words[next++]) : nullptr;
      if (link == nullptr || link->line->rows != line.rows || link->line->storage != 5)
        return wrong(line, "has no such link");
      stream.link = &link->column;
    }
    if (stream.guess == Guess::parent) {
      const OpenColumn* parent = next < words.size() ? find(words[next++]) : nullptr;
      if (parent == nullptr || next >= words.size() || !number_of(words[next++], stream.factor))
        return wrong(line, "has a broken guess");
      stream.parent = &parent->stream;
    }
    if (stream.guess == Guess::product &&
        (next >= words.size() || columns != 2 || !number_of(words[next++], stream.scale_shift) ||
         stream.scale_shift < 0 || stream.scale_shift > 12)) {
      return wrong(line, "has a broken guess");
    }
    const bool needs_column = !has_link;
    if (next != words.size() || (needs_column && columns == 0)) return wrong(line, "has a broken guess");
    return {};
  }

  // Maps have one entry for each code and one more; now that dictionaries are known.
  Status bind_guess(OpenColumn& open) const {
    Stream& stream = open.stream;
    const bool by_code = stream.guess == Guess::code;
    if (by_code && (stream.of[0]->storage != Storage::code || stream.map.rows != stream.of[0]->dictionary_size + 1)) {
      return wrong(*open.line, "has a map of another length than its codes");
    }
    if (by_code && stream.map.rows <= kMostLaidOpen) {
      // Read here and now, so that damage must not lead outside; all else is read when asked for.
      const std::span runs(stream.map.runs, packed_runs(stream.map.rows));
      if (!is_sound(runs, bytes_of(open.line->block("map_bits")), stream.map.rows))
        return wrong(*open.line, "has a map outside its bytes");
      open.map_values.resize(stream.map.rows);
      stream.map.read(0, stream.map.rows, open.map_values.data());
      stream.map_values = open.map_values.data();
    }
    if (stream.guess == Guess::bases && stream.map.rows == 0) return wrong(*open.line, "has no bases");
    return {};
  }

  int depth_of(const OpenColumn& open, int depth) const {
    if (depth > kMostDepth) return depth;
    int most = depth;
    const auto follow = [&](const Column* column, const Stream* stream) {
      for (const OpenColumn& other : part_.columns) {
        if (column == &other.column || stream == &other.stream) most = std::max(most, depth_of(other, depth + 1));
      }
    };
    for (const Column* column : open.stream.of) {
      if (column != nullptr) follow(column, nullptr);
    }
    if (open.stream.link != nullptr) follow(open.stream.link, nullptr);
    if (open.stream.parent != nullptr) follow(nullptr, open.stream.parent);
    return most;
  }

  Status make_texts(OpenColumn& open) const {
    const DirectoryLine& line = *open.line;
    if (const Block* hex = line.block("hex")) {
      std::size_t width = 0;
      (void)number_of(word(line, "width"), width);
      open.serial = std::make_unique<SerialTexts>(at<std::uint8_t>(hex), width, line.rows);
    } else if (const Block* patterns = line.block("patterns")) {
      std::vector<std::string> all;
      std::set<std::string> shapes;
      for (const std::string_view pattern : split({at<char>(patterns), patterns->bytes}, '\n')) {
        all.emplace_back(pattern);
        std::string shape = all.back();
        for (char& letter : shape) letter = letter >= '0' && letter <= '9' ? kDigitPlace : letter;
        if (!shapes.insert(shape).second) return wrong(line, "has two patterns that differ by digits alone");
      }
      open.serial = std::make_unique<SerialTexts>(std::move(all), open.pattern_of, open.stream);
    }
    open.column.serial = open.serial.get();
    return {};
  }

  const Path& path_;
  OpenPart& part_;
};

}  // namespace

Result<Part> open_columns(const Path& path, MappedFile mapped, const Schema& schema) {
  auto owner = std::make_shared<OpenPart>(std::move(mapped));
  ASSIGN(owner->directory, read_directory(path, owner->file.bytes()));
  TRY(Opener(path, *owner).run());
  Part part;
  for (std::size_t entity = 0; entity < kEntities; ++entity) {
    part.rows_[entity] = owner->directory.rows[entity];
    const auto& fields = schema.of(static_cast<Entity>(entity)).fields;
    part.columns_[entity].resize(fields.size());
    for (std::size_t field = 0; field < fields.size(); ++field) {
      const auto found = owner->by_name.find(fmt::format("{}.{}", kEntityNames[entity], fields[field].name));
      if (found == owner->by_name.end()) continue;
      const Column& column = found->second->column;
      if (column.storage != fields[field].storage() || column.rows != part.rows_[entity]) {
        return damaged(path, fmt::format("column {} has another type or length than the dictionary and its table",
                                         found->second->line->name));
      }
      part.columns_[entity][field] = column;
    }
  }
  for (std::size_t link = 0; link < kLinks; ++link) {
    const auto found = owner->by_name.find(kLinkNames[link]);
    if (found == owner->by_name.end()) continue;
    if (found->second->column.storage != Storage::index)
      return damaged(path, fmt::format("{} is no link", kLinkNames[link]));
    part.links_[link] = found->second->column;
  }
  for (std::size_t sum = 0; sum < kProviderSums; ++sum) {
    const auto found = owner->by_name.find(kProviderSumNames[sum]);
    if (found == owner->by_name.end()) continue;
    const Column& column = found->second->column;
    if (column.storage != Storage::number || column.rows != part.rows(Entity::provider) + 1)
      return damaged(path, fmt::format("{} has another type or length than its providers", kProviderSumNames[sum]));
    part.sums_[sum] = column;
  }
  if (part.sums_[0].is_known() != part.sums_[1].is_known())
    return damaged(path, "has one kind of sums without the other");
  part.owner_ = std::move(owner);
  return part;
}

}  // namespace qiuhao::claims::part_file
