// A ring of blocks between the threads that read and the one that writes.
#include "audit/rows_ahead.h"

#include <algorithm>
#include <cstring>

namespace qiuhao::audit {
namespace {

constexpr std::size_t kChunkBytes = 64 * 1024;
constexpr std::size_t kBlocksOfThread = 4;

std::size_t blocks_of(const AuditResult& result) {
  return (result.findings.size() + RowsAhead::kBlockRows - 1) / RowsAhead::kBlockRows;
}

}  // namespace

std::string_view TextStore::keep(std::string_view text) {
  if (text.empty()) return {};
  if (text.size() > kChunkBytes) {
    char* to = large_.emplace_back(std::make_unique<char[]>(text.size())).get();
    std::memcpy(to, text.data(), text.size());
    return {to, text.size()};
  }
  if (chunks_.empty() || used_ + text.size() > kChunkBytes) {
    if (!chunks_.empty()) ++chunk_;
    if (chunk_ == chunks_.size()) chunks_.push_back(std::make_unique<char[]>(kChunkBytes));
    used_ = 0;
  }
  char* to = chunks_[chunk_].get() + used_;
  std::memcpy(to, text.data(), text.size());
  used_ += text.size();
  return {to, text.size()};
}

void TextStore::clear() {
  large_.clear();
  chunk_ = 0;
  used_ = 0;
}

RowsAhead::RowsAhead(std::span<const claims::Part> parts, const AuditResult& result, int threads)
    : parts_(parts), result_(result) {
  const unsigned machine = std::max(1U, std::thread::hardware_concurrency());
  const auto wanted = threads > 0 ? static_cast<std::size_t>(threads) : machine;
  const std::size_t count = std::min(wanted, blocks_of(result));
  ring_ = std::vector<Block>(count * kBlocksOfThread);
  for (std::size_t thread = 0; thread < count; ++thread) threads_.emplace_back([this] { read_blocks(); });
}

RowsAhead::~RowsAhead() {
  const std::lock_guard lock(mutex_);
  stops_ = true;
  changed_.notify_all();
}

void RowsAhead::read_blocks() {
  RowReader reader(parts_, result_);
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return stops_ || claimed_ < given_ + ring_.size(); });
    if (stops_ || claimed_ == blocks_of(result_)) return;
    const std::size_t number = claimed_++;
    Block& block = ring_[number % ring_.size()];
    lock.unlock();
    read_block(reader, number, block);
    lock.lock();
    block.is_read = true;
    changed_.notify_all();
  }
}

void RowsAhead::read_block(RowReader& reader, std::size_t number, Block& block) const {
  const auto findings = std::span(result_.findings).subspan(number * kBlockRows);
  block.rows.resize(std::min(kBlockRows, findings.size()));
  block.texts.clear();
  for (std::size_t row = 0; row < block.rows.size(); ++row) {
    reader.read(findings[row], block.rows[row]);
    // Some lie in the reader, which goes on.
    for (Cell& cell : block.rows[row]) {
      if (cell.kind == CellKind::text) cell.text = block.texts.keep(cell.text);
    }
  }
}

const FindingCells* RowsAhead::next() {
  if (holds_ && row_ < ring_[given_ % ring_.size()].rows.size()) return &ring_[given_ % ring_.size()].rows[row_++];
  std::unique_lock lock(mutex_);
  if (holds_) {
    ring_[given_++ % ring_.size()].is_read = false;
    holds_ = false;
    changed_.notify_all();
  }
  if (given_ == blocks_of(result_)) return nullptr;
  Block& block = ring_[given_ % ring_.size()];
  changed_.wait(lock, [&block] { return block.is_read; });
  holds_ = true;
  row_ = 1;
  return block.rows.data();
}

}  // namespace qiuhao::audit
