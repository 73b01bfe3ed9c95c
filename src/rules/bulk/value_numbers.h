// Values of a column numbered in the order of their first appearance: equal numbers are equal values. For texts without
// a dictionary, amounts and dates.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "columns/column.h"

namespace qiuhao::rules {

class ValueNumbers {
 public:
  void clear();
  std::size_t size() const { return size_; }
  // Of a row that has a value. The column's texts must live until clear().
  std::uint32_t of(const Column& column, RowIndex row);
  // Of many rows of serial texts, of each its number and pattern: numbers in `out`.
  void of_serials(std::span<const std::int64_t> values, std::span<const std::int64_t> patterns, std::int64_t* out);

 private:
  struct Entry {
    std::int64_t value = 0;
    std::int64_t pattern = 0;  // of serial texts
    std::uint32_t number = 0;
    bool is_used = false;
  };
  std::uint32_t of_pair(std::int64_t value, std::int64_t pattern);
  void grow();

  std::vector<Entry> entries_;  // twice as many as values, at least
  std::unordered_map<std::string_view, std::uint32_t> texts_;
  std::size_t size_ = 0;
};

}  // namespace qiuhao::rules
