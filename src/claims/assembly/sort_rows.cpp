// Partition after partition on threads; keys go into buckets of their hash on the way, and are sorted bucket by bucket.
#include "claims/assembly/sort_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "claims/assembly/rows.h"

namespace qiuhao::claims::assembly {
namespace {

constexpr std::size_t kMostBuckets = 64;
constexpr std::int64_t kKeysInBucket = 500'000;
constexpr std::size_t kBucketBuffer = std::size_t{32} << 10;

struct Place {
  PersonKey person;
  const char* row = nullptr;  // packed
};

std::vector<Place> places_of(const std::string& bytes) {
  std::vector<Place> places;
  const char* end = bytes.data() + bytes.size();
  for (const char* at = bytes.data(); at < end;) {
    places.push_back({PersonKey::from({at, kPersonKeyBytes}), at + kPersonKeyBytes});
    at += kPersonKeyBytes + packed_size(at + kPersonKeyBytes);
  }
  std::ranges::sort(places, [](const Place& a, const Place& b) {
    const auto order = a.person <=> b.person;
    return order != 0 ? order < 0 : a.row < b.row;
  });
  return places;
}

// One thread's share of a table.
class Sorter {
 public:
  Sorter(Work& work, std::size_t table, std::size_t buckets, Spill& keys)
      : work_(work), layout_(work.layouts[table]), spill_(work.spills[table]), buckets_(buckets), keys_(keys) {}

  Status partition(std::size_t number, RowsFileWriter& writer) {
    if (work_.stopped() || work_.failed) return work_.stopped() ? Status(interrupted()) : Status();
    ASSIGN(const std::string bytes, spill_.load(number));
    const std::vector<Place> places = places_of(bytes);
    for (std::size_t begin = 0; begin < places.size();) {
      rows_.clear();
      std::size_t end = begin;
      for (; end < places.size() && places[end].person == places[begin].person; ++end) {
        const char* row = places[end].row;
        rows_.append(row, packed_size(row));
        TRY(put_key(packed_text(layout_, row, layout_.id), places[begin].person));
      }
      TRY(writer.add(places[begin].person, rows_, end - begin));
      begin = end;
    }
    return {};
  }

 private:
  Status put_key(std::string_view id, const PersonKey& person) {
    const KeyEntry entry = key_entry(id, person);
    const auto bucket = static_cast<std::size_t>((entry.bits >> 32) * buckets_ >> 32);
    keys_.buffer(bucket).append(reinterpret_cast<const char*>(&entry), sizeof entry);
    return keys_.settle(bucket);
  }

  Work& work_;
  const Layout& layout_;
  const Spill& spill_;
  std::size_t buckets_;
  Spill& keys_;
  std::string rows_;
};

Result<std::vector<KeyEntry>> sorted_bucket(const std::vector<Spill>& spills, std::size_t bucket) {
  std::vector<KeyEntry> entries;
  for (const Spill& spill : spills) {
    ASSIGN(const std::string bytes, spill.load(bucket));
    const std::size_t before = entries.size();
    entries.resize(before + bytes.size() / sizeof(KeyEntry));
    std::memcpy(entries.data() + before, bytes.data(), bytes.size());
  }
  std::ranges::sort(entries);
  return entries;
}

Status write_keys(Work& work, std::size_t table, const std::vector<Spill>& spills, std::size_t buckets) {
  const std::string name = work.new_name("keys", table, 0, "keys");
  ASSIGN(KeysFileWriter writer, KeysFileWriter::make(work.place(name), name));
  for (std::size_t bucket = 0; bucket < buckets; ++bucket) {
    if (work.stopped()) return interrupted();
    ASSIGN(const auto entries, sorted_bucket(spills, bucket));
    TRY(writer.add(entries));
  }
  ASSIGN(StoredFile file, writer.finish());
  work.outcome.stored.keys[table].push_back(std::move(file));
  return {};
}

}  // namespace

Status sort_rows(Work& work, std::size_t table) {
  if (work.spills[table].bytes() == 0) return {};
  const std::size_t threads = std::min(work.threads(), work.partitions);
  const auto buckets =
      std::clamp(static_cast<std::size_t>(work.outcome.staged[table] / kKeysInBucket), std::size_t{1}, kMostBuckets);
  std::vector<Spill> keys;
  for (std::size_t thread = 0; thread < threads; ++thread) {
    ASSIGN(Spill spill, Spill::make(work.options.workspace / "tmp" / fmt::format("keys-{}-{}", table, thread), buckets,
                                    kBucketBuffer));
    keys.push_back(std::move(spill));
  }
  std::vector<StoredFile> files(threads);
  TRY(on_threads(work, threads, [&](std::size_t thread) -> Status {
    const std::string name = work.new_name("rows", table, thread, "rows");
    ASSIGN(RowsFileWriter writer, RowsFileWriter::make(work.place(name), name));
    Sorter sorter(work, table, buckets, keys[thread]);
    const std::size_t end = work.partitions * (thread + 1) / threads;
    for (std::size_t number = work.partitions * thread / threads; number < end; ++number)
      TRY(sorter.partition(number, writer));
    if (writer.empty()) return {};
    ASSIGN(files[thread], writer.finish());
    return {};
  }));
  std::size_t written = 0;
  for (StoredFile& file : files) {
    if (file.rows == 0) continue;
    ++written;
    work.outcome.stored.rows[table].push_back(std::move(file));
  }
  return written == 0 ? Status() : write_keys(work, table, keys, buckets);
}

}  // namespace qiuhao::claims::assembly
