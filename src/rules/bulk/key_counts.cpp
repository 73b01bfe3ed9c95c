// Open addressing within each person's table; runs of equal keys.
#include "rules/bulk/key_counts.h"

#include <algorithm>
#include <bit>

namespace qiuhao::rules {

void KeyCounts::begin(claims::Range people, std::span<const RowIndex> people_of_rows) {
  first_ = people.begin;
  tables_.assign(people.end - people.begin, {});
  std::uint32_t size = 1;  // the first entry is the table of all who have no rows, and stays empty
  for (std::size_t at = 0; at < people_of_rows.size();) {
    const RowIndex person = people_of_rows[at];
    std::size_t end = at;
    while (end < people_of_rows.size() && people_of_rows[end] == person) ++end;
    const auto entries = static_cast<std::uint32_t>(std::bit_ceil(end - at + (end - at) / 2 + 1));
    tables_[person - first_] = {size, entries - 1};
    size += entries;
    at = end;
  }
  size_ = size;
  if (entries_.size() < size) entries_.resize(size);
  if (++turn_ != 0) return;
  std::ranges::fill(entries_, Entry{});  // turns begin again
  turn_ = 1;
}

bool SortedCounts::fill(std::span<const std::uint64_t> keys) {
  entries_.clear();
  next_ = 0;
  std::uint64_t last = 0;
  for (const std::uint64_t key : keys) {
    if (key == kNoKey) continue;
    if (key < last) {
      entries_.clear();
      return false;
    }
    if (entries_.empty() || key != last) entries_.push_back({key, 0});
    ++entries_.back().count;
    last = key;
  }
  entries_.push_back({});
  return true;
}

std::int64_t SortedCounts::of(std::uint64_t key) {
  if (next_ > 0 && entries_[next_ - 1].key >= key) {
    const auto found = std::ranges::lower_bound(entries_, key, {}, &Entry::key);
    next_ = static_cast<std::size_t>(found - entries_.begin());
  }
  while (entries_[next_].key < key) ++next_;
  return entries_[next_].key == key ? entries_[next_].count : 0;
}

}  // namespace qiuhao::rules
