// Rows on their way from tables to people: packed bytes of one table, apart by partition, in one file. A partition
// holds whole people, so that each can be worked on in memory.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/files.h"

namespace qiuhao::claims::assembly {

class Spill {
 public:
  // Makes the file, and removes its name at once: a crash leaves nothing behind.
  static Result<Spill> make(const Path& path, std::size_t partitions, std::size_t buffer_bytes);
  Spill(Spill&& other) noexcept;
  Spill& operator=(Spill&&) = delete;
  ~Spill();

  // Where packed rows of a partition are appended; `settle` writes it out when it is full.
  std::string& buffer(std::size_t partition) { return buffers_[partition]; }
  Status settle(std::size_t partition) {
    return buffers_[partition].size() < buffer_bytes_ ? Status() : write_out(partition);
  }
  // Of all partitions.
  std::uint64_t bytes() const;
  // All bytes of a partition. From any thread, once nothing is appended any more.
  Result<std::string> load(std::size_t partition) const;

 private:
  struct Extent {
    std::uint64_t begin;
    std::uint64_t bytes;
  };
  Spill(int file, Path path, std::size_t partitions, std::size_t buffer_bytes);
  Status write_out(std::size_t partition);

  int file_;
  Path path_;
  std::size_t buffer_bytes_;
  std::uint64_t end_ = 0;
  std::vector<std::string> buffers_;
  std::vector<std::vector<Extent>> extents_;
};

}  // namespace qiuhao::claims::assembly
