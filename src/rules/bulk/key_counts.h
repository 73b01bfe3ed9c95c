// How often each key stands among the rows of a run of people.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "claims/part.h"

namespace qiuhao::rules {

inline constexpr std::uint64_t kNoKey = ~std::uint64_t{0};  // of a place that has no value for a term

// Counts of keys, each person's in a table of its own, which stays in the nearest cache while its rows are counted and
// asked for. Emptied, not freed.
class KeyCounts {
 public:
  // Of the run of people; a key will be added for each of these rows at most, whose people stand beside each other.
  void begin(claims::Range people, std::span<const RowIndex> people_of_rows);
  std::uint32_t add(RowIndex person, std::uint64_t key);      // its place
  std::int64_t of(RowIndex person, std::uint64_t key) const;  // 0 of keys never added
  std::int64_t at(std::uint32_t place) const { return entries_[place].count; }
  std::size_t size() const { return entries_.size(); }  // places are below this

 private:
  struct Entry {
    std::uint64_t key = kNoKey;
    std::int64_t count = 0;
  };
  struct Table {
    std::uint32_t begin = 0;
    std::uint32_t mask = 0;
  };
  std::size_t place_of(RowIndex person, std::uint64_t key) const;
  RowIndex first_ = 0;
  std::vector<Table> tables_;  // by person
  std::vector<Entry> entries_;
};

}  // namespace qiuhao::rules
