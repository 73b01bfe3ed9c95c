// The bytes of a file as its maker wrote them: .gz and .zst are unpacked on the way, and damage is told, since DuckDB
// takes a truncated archive for a short file.
#pragma once

#include <atomic>
#include <memory>
#include <span>
#include <string>

#include "base/files.h"

namespace qiuhao::claims::reading {

class ByteSource {
 public:
  virtual ~ByteSource() = default;
  // Fills the buffer from its front; 0 at the end. "damaged_file" for broken or truncated archives.
  virtual Result<std::size_t> read(std::span<char> buffer) = 0;
};

enum class Packing { none, gzip, zstd };
// By the first bytes, not the name.
Result<Packing> packing_of(const Path& path);

Result<std::unique_ptr<ByteSource>> open_bytes(const Path& path);

// Unpacks the whole file to nowhere: "damaged_file" when it is broken.
Status verify_packing(const Path& path, const std::atomic<bool>* stop);

// The first `most` bytes, unpacked.
Result<std::string> read_head(const Path& path, std::size_t most);

std::unexpected<Error> damaged(const Path& path, const std::string& what);
std::unexpected<Error> interrupted();

}  // namespace qiuhao::claims::reading
