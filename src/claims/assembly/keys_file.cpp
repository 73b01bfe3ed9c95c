// Header, entries, checksum, footer.
#include "claims/assembly/keys_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "base/hash.h"

namespace qiuhao::claims::assembly {
namespace {

constexpr std::string_view kHeader("QIUHAOKEYS01\n\0\0\0", 16);

// Checksums of runs of entries are chained, so that a file is checked without holding it.
struct Footer {
  std::uint64_t entries = 0;
  std::uint64_t checksum = 0;
  char magic[8] = {'Q', 'H', 'K', 'E', 'Y', 'S', '0', '1'};
};
constexpr std::size_t kChainEntries = 65'536;

std::unexpected<Error> damaged(const Path& path, std::string_view what) {
  return system_error("damaged_keys",
                      fmt::format("{}; restore it from a backup, or import the city again into a new workspace", what),
                      {path.string(), 0, 0, ""});
}

std::unexpected<Error> cannot(const Path& path, int why) {
  return system_error(why == ENOSPC ? "disk_full" : "file_error",
                      fmt::format("cannot write: {}; free some space and run it again", std::strerror(why)),
                      {path.string(), 0, 0, ""});
}

std::uint64_t chain(std::uint64_t before, std::span<const KeyEntry> entries) {
  const std::uint64_t both[] = {before, hash64({reinterpret_cast<const char*>(entries.data()), entries.size_bytes()})};
  return hash64({reinterpret_cast<const char*>(both), sizeof both});
}

std::uint64_t chain_all(std::span<const KeyEntry> entries) {
  std::uint64_t checksum = 0;
  for (; !entries.empty(); entries = entries.subspan(std::min(entries.size(), kChainEntries)))
    checksum = chain(checksum, entries.first(std::min(entries.size(), kChainEntries)));
  return checksum;
}

}  // namespace

std::uint64_t key_hash(std::string_view id) { return hash64(id) >> 24; }

KeysFileWriter::KeysFileWriter(KeysFileWriter&& other) noexcept
    : file_(std::exchange(other.file_, -1)),
      path_(std::move(other.path_)),
      name_(std::move(other.name_)),
      entries_(other.entries_),
      checksum_(other.checksum_),
      open_(std::move(other.open_)) {}

KeysFileWriter::~KeysFileWriter() {
  if (file_ < 0) return;
  ::close(file_);
  ::unlink(path_.c_str());
}

Result<KeysFileWriter> KeysFileWriter::make(const Path& path, std::string name) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) return cannot(path, errno);
  KeysFileWriter writer(file, path, std::move(name));
  TRY(writer.put(kHeader.data(), kHeader.size()));
  return writer;
}

Status KeysFileWriter::put(const void* data, std::size_t bytes) {
  const char* from = static_cast<const char*>(data);
  while (bytes > 0) {
    const ssize_t count = ::write(file_, from, bytes);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return cannot(path_, errno);
    from += count;
    bytes -= static_cast<std::size_t>(count);
  }
  return {};
}

Status KeysFileWriter::add(std::span<const KeyEntry> sorted) {
  open_.insert(open_.end(), sorted.begin(), sorted.end());
  std::span<const KeyEntry> rest(open_);
  for (; rest.size() >= kChainEntries; rest = rest.subspan(kChainEntries))
    checksum_ = chain(checksum_, rest.first(kChainEntries));
  TRY(put(sorted.data(), sorted.size_bytes()));
  entries_ += sorted.size();
  open_.erase(open_.begin(), open_.end() - static_cast<std::ptrdiff_t>(rest.size()));
  return {};
}

Result<StoredFile> KeysFileWriter::finish() {
  if (!open_.empty()) checksum_ = chain(checksum_, open_);
  const Footer footer{entries_, checksum_};
  TRY(put(&footer, sizeof footer));
  if (::fsync(file_) != 0) return cannot(path_, errno);
  ::close(std::exchange(file_, -1));
  return StoredFile{name_, entries_, kHeader.size() + entries_ * sizeof(KeyEntry) + sizeof footer, checksum_};
}

Result<KeysFile> KeysFile::open(const Path& path) {
  KeysFile keys;
  ASSIGN(keys.mapped_, MappedFile::open(path));
  const auto bytes = keys.mapped_.bytes();
  const char* base = reinterpret_cast<const char*>(bytes.data());
  Footer footer;
  if (bytes.size() < kHeader.size() + sizeof footer || std::string_view(base, kHeader.size()) != kHeader)
    return damaged(path, "is no file of keys");
  std::memcpy(&footer, base + bytes.size() - sizeof footer, sizeof footer);
  const std::size_t room = bytes.size() - kHeader.size() - sizeof footer;
  if (std::string_view(footer.magic, 8) != "QHKEYS01" || room % sizeof(KeyEntry) != 0 ||
      footer.entries != room / sizeof(KeyEntry))
    return damaged(path, "has no end mark");
  keys.entries_ = {reinterpret_cast<const KeyEntry*>(base + kHeader.size()), static_cast<std::size_t>(footer.entries)};
  return keys;
}

std::span<const KeyEntry> KeysFile::find(std::uint64_t key) const {
  const auto first = std::ranges::lower_bound(entries_, key, {}, &KeyEntry::key);
  auto last = first;
  while (last != entries_.end() && last->key() == key) ++last;
  return {first, last};
}

Status verify_keys_file(const Path& path) {
  ASSIGN(const KeysFile keys, KeysFile::open(path));
  ASSIGN(const MappedFile mapped, MappedFile::open(path));
  Footer footer;
  std::memcpy(&footer, mapped.bytes().data() + mapped.bytes().size() - sizeof footer, sizeof footer);
  if (chain_all(keys.entries()) != footer.checksum) return damaged(path, "has a wrong checksum");
  return {};
}

}  // namespace qiuhao::claims::assembly
