// How often each key stands among the rows of a run of people.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "claims/part.h"

namespace qiuhao::rules {

inline constexpr std::uint32_t kNowhere = 0xffffffff;
inline constexpr std::uint64_t kNoKey = ~std::uint64_t{0};  // of a place that has no value for a term

// Counts of keys, each person's in a table of its own, which stays in the nearest cache while its rows are counted and
// asked for. Memory stays for the next run; what an earlier run left there counts as empty.
class KeyCounts {
 public:
  // Of the run of people; a key will be added for each of these rows at most, whose people stand beside each other.
  void begin(claims::Range people, std::span<const RowIndex> people_of_rows);
  // Its place.
  std::uint32_t add(RowIndex person, std::uint64_t key) {
    const std::size_t place = place_of(person, key);
    Entry& entry = entries_[place];
    entry = {key, turn_, entry.turn == turn_ ? entry.count + 1 : 1};
    return static_cast<std::uint32_t>(place);
  }
  // 0 of keys never added.
  std::int64_t of(RowIndex person, std::uint64_t key) const {
    const Entry& entry = entries_[place_of(person, key)];
    return entry.turn == turn_ ? entry.count : 0;
  }
  // Its place; kNowhere of keys never added.
  std::uint32_t find(RowIndex person, std::uint64_t key) const {
    const std::size_t place = place_of(person, key);
    return entries_[place].turn == turn_ ? static_cast<std::uint32_t>(place) : kNowhere;
  }
  std::int64_t at(std::uint32_t place) const { return entries_[place].count; }
  std::size_t size() const { return size_; }  // places are below this

 private:
  struct Entry {
    std::uint64_t key = 0;
    std::uint32_t turn = 0;  // the run that wrote it
    std::uint32_t count = 0;
  };
  struct Table {
    std::uint32_t begin = 0;
    std::uint32_t mask = 0;
  };
  std::size_t place_of(RowIndex person, std::uint64_t key) const {
    const Table& table = tables_[person - first_];
    const Entry* entries = entries_.data() + table.begin;
    std::size_t place = (key * 0x9e3779b97f4a7c15ULL >> 32) & table.mask;
    while (entries[place].turn == turn_ && entries[place].key != key) place = (place + 1) & table.mask;
    return table.begin + place;
  }
  RowIndex first_ = 0;
  std::uint32_t turn_ = 0;
  std::size_t size_ = 0;
  std::vector<Table> tables_;   // by person
  std::vector<Entry> entries_;  // at least `size_`
};

// The same of keys that stand in order: equal ones are neighbours, and who asks in order goes along beside them.
class SortedCounts {
 public:
  // False, and nothing is counted, when a key is less than one before it. kNoKey counts nowhere.
  bool fill(std::span<const std::uint64_t> keys);
  void clear() { entries_.clear(); }
  bool is_filled() const { return !entries_.empty(); }
  // 0 of keys that are not there. Quick when keys are asked for in ascending order.
  std::int64_t of(std::uint64_t key);

 private:
  struct Entry {
    std::uint64_t key = kNoKey;
    std::int64_t count = 0;
  };
  std::vector<Entry> entries_;  // ascending, closed by kNoKey
  std::size_t next_ = 0;        // where the last question ended
};

}  // namespace qiuhao::rules
