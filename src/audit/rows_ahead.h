// Findings read ahead as rows of cells: threads read them from the tape block by block, and whoever writes a file gets
// the blocks in their order. Memory is bounded by the blocks that are ahead.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <span>
#include <string_view>
#include <thread>
#include <vector>

#include "audit/export_rows.h"

namespace qiuhao::audit {

// Bytes of texts that stay where they are until clear().
class TextStore {
 public:
  std::string_view keep(std::string_view text);
  void clear();

 private:
  std::vector<std::unique_ptr<char[]>> chunks_;
  std::vector<std::unique_ptr<char[]>> large_;  // texts longer than a chunk
  std::size_t chunk_ = 0;                       // the one being filled
  std::size_t used_ = 0;                        // of it
};

class RowsAhead {
 public:
  static constexpr std::size_t kBlockRows = 512;

  // The arguments must outlive it. `threads`: 0 = as many as the machine has.
  RowsAhead(std::span<const claims::Part> parts, const AuditResult& result, int threads);
  RowsAhead(const RowsAhead&) = delete;
  RowsAhead& operator=(const RowsAhead&) = delete;
  ~RowsAhead();

  // The cells of the next finding; null after the last. They stay until the next call.
  const FindingCells* next();

 private:
  struct Block {
    std::vector<FindingCells> rows;
    TextStore texts;
    bool is_read = false;
  };
  void read_blocks();
  void read_block(RowReader& reader, std::size_t number, Block& block) const;

  std::span<const claims::Part> parts_;
  const AuditResult& result_;
  std::vector<Block> ring_;  // block n is ring_[n % size]
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t claimed_ = 0;  // blocks that threads have taken on
  std::size_t given_ = 0;    // blocks that next() is done with
  bool stops_ = false;
  std::size_t row_ = 0;  // of the block being handed out
  bool holds_ = false;   // whether block given_ is being handed out
  std::vector<std::jthread> threads_;
};

}  // namespace qiuhao::audit
