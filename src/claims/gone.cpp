// Header, number of people, words, checksum.
#include "claims/gone.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <bit>
#include <cerrno>
#include <cstring>

#include "base/hash.h"

namespace qiuhao::claims {
namespace {

constexpr std::string_view kHeader("QIUHAOGONE01\n\0\0\0", 16);

}  // namespace

std::size_t GonePeople::count() const {
  std::size_t total = 0;
  for (const std::uint64_t word : words) total += static_cast<std::size_t>(std::popcount(word));
  return total;
}

Status write_gone(const GonePeople& gone, std::size_t people, const Path& path) {
  std::string bytes(kHeader);
  const std::uint64_t count = people;
  bytes.append(reinterpret_cast<const char*>(&count), sizeof count);
  bytes.append(reinterpret_cast<const char*>(gone.words.data()), gone.words.size() * 8);
  const std::uint64_t checksum = hash64(bytes);
  bytes.append(reinterpret_cast<const char*>(&checksum), sizeof checksum);
  return write_file_atomically(path, bytes);
}

Result<GonePeople> read_gone(const Path& path, std::size_t people) {
  ASSIGN(const std::string bytes, read_file(path));
  GonePeople gone = GonePeople::none(people);
  std::uint64_t count = 0, checksum = 0;
  const std::size_t wanted = kHeader.size() + 8 + gone.words.size() * 8 + 8;
  if (bytes.size() == wanted) {
    std::memcpy(&count, bytes.data() + kHeader.size(), 8);
    std::memcpy(&checksum, bytes.data() + wanted - 8, 8);
  }
  if (bytes.size() != wanted || !bytes.starts_with(kHeader) || count != people ||
      checksum != hash64(std::string_view(bytes).substr(0, wanted - 8))) {
    return system_error(
        "damaged_part",
        "does not say whole who has a newer tape; restore this file from a backup, or import the city again",
        {path.string(), 0, 0, ""});
  }
  std::memcpy(gone.words.data(), bytes.data() + kHeader.size() + 8, gone.words.size() * 8);
  return gone;
}

}  // namespace qiuhao::claims
