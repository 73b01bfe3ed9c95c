// Header, entries, checksum, footer.
#include "claims/assembly/keys_file.h"

#include <fmt/format.h>

#include <algorithm>
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

Result<KeysFileWriter> KeysFileWriter::make(const Path& path, std::string name) {
  ASSIGN(NewFile file, NewFile::make(path));
  TRY(file.put(kHeader));
  return KeysFileWriter(std::move(file), std::move(name));
}

Status KeysFileWriter::add(std::span<const KeyEntry> sorted) {
  open_.insert(open_.end(), sorted.begin(), sorted.end());
  std::span<const KeyEntry> rest(open_);
  for (; rest.size() >= kChainEntries; rest = rest.subspan(kChainEntries))
    checksum_ = chain(checksum_, rest.first(kChainEntries));
  TRY(file_.put({reinterpret_cast<const char*>(sorted.data()), sorted.size_bytes()}));
  entries_ += sorted.size();
  open_.erase(open_.begin(), open_.end() - static_cast<std::ptrdiff_t>(rest.size()));
  return {};
}

Result<StoredFile> KeysFileWriter::finish() {
  if (!open_.empty()) checksum_ = chain(checksum_, open_);
  const Footer footer{entries_, checksum_};
  TRY(file_.put({reinterpret_cast<const char*>(&footer), sizeof footer}));
  TRY(file_.finish());
  return StoredFile{name_, entries_, file_.bytes(), checksum_};
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
