// Work on all people of a tape in pieces, given to threads: the next piece to whoever is free.
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <vector>

#include "audit/audit.h"

namespace qiuhao::audit {

// A run of people of one part.
struct Chunk {
  std::uint16_t part = 0;
  claims::Range people;
};

std::vector<Chunk> make_chunks(const std::vector<claims::Part>& parts);

// Lines judged so far, told through AuditOptions::progress.
class LineCount {
 public:
  LineCount(const AuditOptions& options, std::size_t all) : options_(options), all_(all) {}
  void add(std::size_t lines) {
    const std::size_t done = done_ += lines;
    if (options_.progress) options_.progress(done, all_);
  }

 private:
  const AuditOptions& options_;
  std::size_t all_;
  std::atomic<std::size_t> done_{0};
};

// Calls work(number of the chunk, number of the thread) for every chunk, until `stop` is set. Threads count from 0.
void run_chunks(const std::vector<Chunk>& chunks, const std::vector<claims::Part>& parts, const AuditOptions& options,
                LineCount& count, const std::function<void(std::size_t, std::size_t)>& work);
std::size_t threads_of(const AuditOptions& options, std::size_t chunks);

}  // namespace qiuhao::audit
