// Which person has which key: for each row of a table that names a person, 40 bits of the key's hash and the first 24
// bits of the person, sorted. It finds the person of a visit, and keys that stand under two people, without reading
// rows.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "claims/assembly/new_file.h"
#include "claims/assembly/person_key.h"
#include "claims/assembly/rows_file.h"

namespace qiuhao::claims::assembly {

inline constexpr int kPersonBitsOfKey = 24;

struct KeyEntry {
  std::uint64_t bits = 0;
  auto operator<=>(const KeyEntry&) const = default;
  std::uint64_t key() const { return bits >> kPersonBitsOfKey; }
  std::uint32_t person() const { return static_cast<std::uint32_t>(bits & 0xffffff); }
};

// 40 bits of the hash of a key.
std::uint64_t key_hash(std::string_view id);
inline KeyEntry key_entry(std::string_view id, const PersonKey& person) {
  return {key_hash(id) << kPersonBitsOfKey | person.prefix(kPersonBitsOfKey)};
}

class KeysFileWriter {
 public:
  static Result<KeysFileWriter> make(const Path& path, std::string name);
  Status add(std::span<const KeyEntry> sorted);  // none before those of the call before
  Result<StoredFile> finish();

 private:
  KeysFileWriter(NewFile file, std::string name) : file_(std::move(file)), name_(std::move(name)) {}
  NewFile file_;  // removed when it is not finished
  std::string name_;
  std::uint64_t entries_ = 0;
  std::uint64_t checksum_ = 0;
  std::vector<KeyEntry> open_;  // not in the checksum yet
};

class KeysFile {
 public:
  static Result<KeysFile> open(const Path& path);  // "damaged_keys"
  std::span<const KeyEntry> entries() const { return entries_; }
  // Entries of a key's hash.
  std::span<const KeyEntry> find(std::uint64_t key) const;
  // Gives back the memory of what was read of it.
  void release() const { mapped_.release(0, mapped_.bytes().size()); }

 private:
  MappedFile mapped_;
  std::span<const KeyEntry> entries_;
};

Status verify_keys_file(const Path& path);

}  // namespace qiuhao::claims::assembly
