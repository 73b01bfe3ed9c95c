// Merging in order of people, or of keys.
#include "claims/assembly/merge_files.h"

#include <algorithm>
#include <deque>

#include "claims/assembly/keys_file.h"
#include "claims/assembly/rows.h"
#include "claims/assembly/work.h"

namespace qiuhao::claims::assembly {
namespace {

constexpr std::size_t kFewFiles = 4;
constexpr std::uint64_t kSizeStep = 3;  // a file joins smaller ones that together have a third of it
constexpr std::size_t kKeysAtOnce = 65'536;

std::uint64_t rows_in(std::string_view packed) {
  std::uint64_t rows = 0;
  for (const char* row = packed.data(); row < packed.data() + packed.size(); row += packed_size(row)) ++rows;
  return rows;
}

}  // namespace

std::vector<StoredFile> worth_merging(const std::vector<StoredFile>& files) {
  std::vector<StoredFile> sorted = files;
  std::ranges::sort(sorted, {}, &StoredFile::bytes);
  std::vector<StoredFile> chosen;
  std::uint64_t sum = 0;
  for (const StoredFile& file : sorted) {
    if (chosen.size() >= kFewFiles && file.bytes > sum * kSizeStep) break;
    chosen.push_back(file);
    sum += file.bytes;
  }
  if (chosen.size() < kFewFiles) chosen.clear();
  return chosen;
}

Result<StoredFile> merge_rows_files(const Path& workspace, const std::vector<StoredFile>& files,
                                    const std::string& name, const std::atomic<bool>* stop) {
  std::deque<RowsFile> opened;
  std::deque<RowsCursor> cursors;
  std::vector<bool> stands;
  for (const StoredFile& file : files) {
    ASSIGN(RowsFile rows, RowsFile::open(workspace / file.file));
    opened.push_back(std::move(rows));
    cursors.emplace_back(opened.back());
    stands.push_back(cursors.back().next());
  }
  ASSIGN(RowsFileWriter writer, RowsFileWriter::make(workspace / name, name));
  std::string rows;
  while (true) {
    if (stop != nullptr && stop->load()) return interrupted();
    const PersonKey* least = nullptr;
    for (std::size_t index = 0; index < cursors.size(); ++index) {
      if (stands[index] && (least == nullptr || cursors[index].person() < *least)) least = &cursors[index].person();
    }
    if (least == nullptr) break;
    const PersonKey person = *least;
    rows.clear();
    for (std::size_t index = 0; index < cursors.size(); ++index) {
      if (!stands[index] || cursors[index].person() != person) continue;
      rows += cursors[index].rows();
      stands[index] = cursors[index].next();
    }
    TRY(writer.add(person, rows, rows_in(rows)));
  }
  for (const RowsCursor& cursor : cursors) TRY(cursor.status());
  return writer.finish();
}

Result<StoredFile> merge_keys_files(const Path& workspace, const std::vector<StoredFile>& files,
                                    const std::string& name, const std::atomic<bool>* stop) {
  std::deque<KeysFile> opened;
  std::vector<std::span<const KeyEntry>> rest;
  for (const StoredFile& file : files) {
    ASSIGN(KeysFile keys, KeysFile::open(workspace / file.file));
    opened.push_back(std::move(keys));
    rest.push_back(opened.back().entries());
  }
  ASSIGN(KeysFileWriter writer, KeysFileWriter::make(workspace / name, name));
  std::vector<KeyEntry> merged;
  while (true) {
    if (stop != nullptr && stop->load()) return interrupted();
    // Up to the least of what the files would go to next, everything is known.
    std::optional<KeyEntry> limit;
    for (const auto& entries : rest) {
      if (entries.size() > kKeysAtOnce && (!limit || entries[kKeysAtOnce] < *limit)) limit = entries[kKeysAtOnce];
    }
    merged.clear();
    for (auto& entries : rest) {
      const auto end = limit ? std::ranges::upper_bound(entries, *limit) : entries.end();
      merged.insert(merged.end(), entries.begin(), end);
      entries = entries.subspan(static_cast<std::size_t>(end - entries.begin()));
    }
    if (merged.empty()) break;
    std::ranges::sort(merged);
    TRY(writer.add(merged));
  }
  return writer.finish();
}

}  // namespace qiuhao::claims::assembly
