// Open addressing within each person's table.
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
  entries_.assign(size, {});
}

std::size_t KeyCounts::place_of(RowIndex person, std::uint64_t key) const {
  const Table& table = tables_[person - first_];
  std::size_t place = (key * 0x9e3779b97f4a7c15ULL >> 32) & table.mask;
  while (entries_[table.begin + place].key != key && entries_[table.begin + place].key != kNoKey)
    place = (place + 1) & table.mask;
  return table.begin + place;
}

std::uint32_t KeyCounts::add(RowIndex person, std::uint64_t key) {
  const std::size_t place = place_of(person, key);
  entries_[place].key = key;
  ++entries_[place].count;
  return static_cast<std::uint32_t>(place);
}

std::int64_t KeyCounts::of(RowIndex person, std::uint64_t key) const { return entries_[place_of(person, key)].count; }

}  // namespace qiuhao::rules
