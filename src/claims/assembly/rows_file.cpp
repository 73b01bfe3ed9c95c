// Header, zstd blocks, directory of blocks, footer.
#include "claims/assembly/rows_file.h"

#include <fmt/format.h>
#include <zstd.h>

#include <algorithm>
#include <cstring>

#include "base/check.h"
#include "base/hash.h"

namespace qiuhao::claims::assembly {
namespace {

constexpr std::string_view kHeader("QIUHAOROWS01\n\0\0\0", 16);
constexpr int kLevel = 1;
constexpr std::size_t kMostBlock = std::size_t{4} << 30;

struct Footer {
  std::uint64_t begin = 0;  // of the directory
  std::uint64_t blocks = 0;
  std::uint64_t checksum = 0;  // of the directory
  char magic[8] = {'Q', 'H', 'R', 'O', 'W', 'S', '0', '1'};
};

std::unexpected<Error> damaged(const Path& path, std::string_view what) {
  return system_error("damaged_rows",
                      fmt::format("{}; restore it from a backup, or import the city again into a new workspace", what),
                      {path.string(), 0, 0, ""});
}

}  // namespace

struct RowsFileWriter::State {
  std::string block;
  std::string packed;
  std::uint64_t block_rows = 0;
  RowsBlock open;
  std::vector<RowsBlock> blocks;
  std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context{ZSTD_createCCtx(), &ZSTD_freeCCtx};
};

RowsFileWriter::RowsFileWriter(NewFile file, std::string name)
    : state_(std::make_unique<State>()), file_(std::move(file)), name_(std::move(name)) {}
RowsFileWriter::RowsFileWriter(RowsFileWriter&&) noexcept = default;
RowsFileWriter::~RowsFileWriter() = default;

Result<RowsFileWriter> RowsFileWriter::make(const Path& path, std::string name) {
  ASSIGN(NewFile file, NewFile::make(path));
  TRY(file.put(kHeader));
  return RowsFileWriter(std::move(file), std::move(name));
}

Status RowsFileWriter::close_block() {
  State& state = *state_;
  if (state.block.empty()) return {};
  state.packed.resize(ZSTD_compressBound(state.block.size()));
  const std::size_t packed = ZSTD_compressCCtx(state.context.get(), state.packed.data(), state.packed.size(),
                                               state.block.data(), state.block.size(), kLevel);
  CHECK(ZSTD_isError(packed) == 0);
  const std::string_view bytes(state.packed.data(), packed);
  state.open.unpacked = static_cast<std::uint32_t>(state.block.size());
  state.open.begin = file_.bytes();
  state.open.packed = packed;
  state.open.checksum = hash64(bytes);
  state.open.rows = state.block_rows;
  state.blocks.push_back(state.open);
  state.block.clear();
  state.block_rows = 0;
  return file_.put(bytes);
}

Status RowsFileWriter::add(const PersonKey& person, std::string_view rows, std::uint64_t count) {
  State& state = *state_;
  if (state.block.empty()) state.open.first = person.bytes;
  const auto bytes = static_cast<std::uint32_t>(rows.size());
  if (rows.size() >= kMostBlock - kRowsBlockBytes * 2) {
    return input_error("too_many_rows_of_a_person",
                       "has more rows of one person than can be; check that the column of the person number is right",
                       {name_, 0, 0, "psn_no"});
  }
  state.block.append(person.raw());
  state.block.append(reinterpret_cast<const char*>(&bytes), sizeof bytes);
  state.block.append(rows);
  state.block_rows += count;
  rows_ += count;
  return state.block.size() >= kRowsBlockBytes ? close_block() : Status();
}

Result<StoredFile> RowsFileWriter::finish() {
  TRY(close_block());
  const State& state = *state_;
  const std::string_view directory(reinterpret_cast<const char*>(state.blocks.data()),
                                   state.blocks.size() * sizeof(RowsBlock));
  const Footer footer{file_.bytes(), state.blocks.size(), hash64(directory)};
  TRY(file_.put(directory));
  TRY(file_.put({reinterpret_cast<const char*>(&footer), sizeof footer}));
  TRY(file_.finish());
  return StoredFile{name_, rows_, file_.bytes(), footer.checksum};
}

Result<RowsFile> RowsFile::open(const Path& path) {
  RowsFile rows;
  rows.path_ = path;
  ASSIGN(rows.mapped_, MappedFile::open(path));
  const auto bytes = rows.mapped_.bytes();
  const char* base = reinterpret_cast<const char*>(bytes.data());
  if (bytes.size() < kHeader.size() + sizeof(Footer) || std::string_view(base, kHeader.size()) != kHeader)
    return damaged(path, "is no file of rows");
  Footer footer;
  std::memcpy(&footer, base + bytes.size() - sizeof footer, sizeof footer);
  const std::uint64_t room = bytes.size() - sizeof footer;
  if (std::string_view(footer.magic, 8) != "QHROWS01" || footer.begin > room ||
      footer.blocks > room / sizeof(RowsBlock) || footer.begin + footer.blocks * sizeof(RowsBlock) != room)
    return damaged(path, "has no end mark");
  if (hash64({base + footer.begin, room - footer.begin}) != footer.checksum)
    return damaged(path, "has a directory with a wrong checksum");
  // Blocks are not aligned, their directory may begin anywhere.
  auto copied = std::make_shared<std::vector<RowsBlock>>(footer.blocks);
  std::memcpy(copied->data(), base + footer.begin, footer.blocks * sizeof(RowsBlock));
  std::uint64_t end = kHeader.size();
  for (const RowsBlock& block : *copied) {
    if (block.begin != end || block.packed > footer.begin - block.begin)
      return damaged(path, "has blocks out of place");
    end += block.packed;
    rows.rows_ += block.rows;
  }
  if (end != footer.begin) return damaged(path, "has bytes that belong to nothing");
  rows.blocks_ = *copied;
  rows.directory_ = std::move(copied);
  return rows;
}

Status RowsFile::unpack(std::size_t number, std::string& out) const {
  const RowsBlock& block = blocks_[number];
  const std::string_view packed(reinterpret_cast<const char*>(mapped_.bytes().data()) + block.begin, block.packed);
  if (hash64(packed) != block.checksum) return damaged(path_, fmt::format("block {} has a wrong checksum", number));
  out.resize(block.unpacked);
  const std::size_t bytes = ZSTD_decompress(out.data(), out.size(), packed.data(), packed.size());
  mapped_.release(block.begin, block.packed);  // files of rows are larger than what an import may hold
  if (ZSTD_isError(bytes) != 0 || bytes != out.size())
    return damaged(path_, fmt::format("block {} cannot be unpacked", number));
  return {};
}

Status verify_rows_file(const Path& path) {
  ASSIGN(const RowsFile file, RowsFile::open(path));
  std::string bytes;
  for (std::size_t block = 0; block < file.blocks().size(); ++block) TRY(file.unpack(block, bytes));
  return {};
}

bool RowsCursor::open_block(std::size_t block) {
  if (block >= file_->blocks().size() || !status_) return false;
  status_ = file_->unpack(block, bytes_);
  next_block_ = block + 1;
  at_ = 0;
  return status_.has_value();
}

bool RowsCursor::next() {
  stands_ = false;
  if (at_ == bytes_.size() && !open_block(next_block_)) return false;
  std::uint32_t bytes = 0;
  CHECK(at_ + kPersonKeyBytes + sizeof bytes <= bytes_.size());
  person_ = PersonKey::from(std::string_view(bytes_).substr(at_, kPersonKeyBytes));
  std::memcpy(&bytes, bytes_.data() + at_ + kPersonKeyBytes, sizeof bytes);
  at_ += kPersonKeyBytes + sizeof bytes;
  CHECK(at_ + bytes <= bytes_.size());
  rows_ = std::string_view(bytes_).substr(at_, bytes);
  at_ += bytes;
  stands_ = true;
  return true;
}

bool RowsCursor::seek(const PersonKey& person) {
  if (stands_ && person_ >= person) return true;
  // A later block than the open one, when that begins at or before the person.
  const auto blocks = file_->blocks().subspan(std::min(next_block_, file_->blocks().size()));
  const auto after = std::ranges::upper_bound(blocks, person.bytes, {}, &RowsBlock::first);
  if (after != blocks.begin()) {
    stands_ = false;
    if (!open_block(next_block_ + static_cast<std::size_t>(after - blocks.begin()) - 1)) return false;
  }
  while (next()) {
    if (person_ >= person) return true;
  }
  return false;
}

}  // namespace qiuhao::claims::assembly
