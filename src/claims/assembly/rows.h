// The rows of one person and one table, unpacked from the bytes of a partition. The memory is kept from person to
// person, so that gathering allocates nothing once the largest person was seen.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "claims/assembly/layout.h"
#include "tables/engine.h"

namespace qiuhao::claims::assembly {

using RowNumber = std::uint32_t;  // of a person's rows as gathered
inline constexpr RowNumber kNoRowNumber = 0xffffffff;

// A packed row: u32 bytes that follow, u64 bits of the columns that have a value, then those values: numbers as
// varints, texts as a varint of their length and their bytes.
inline constexpr std::size_t kMostPackedColumns = 64;
inline constexpr std::size_t kPackedHead = 4 + 8;

// Appends a row of a chunk; `vectors` are the chunk's columns.
void pack_row(const Layout& layout, const std::vector<tables::Vector>& vectors, std::size_t row, std::string& out);
std::uint32_t packed_size(const char* row);  // with its head
// A text of a packed row; "" when it has none.
std::string_view packed_text(const Layout& layout, const char* row, ColumnIndex column);

class Rows {
 public:
  explicit Rows(const Layout& layout) : layout_(&layout), width_(layout.columns.size()) {}

  void clear();
  // The packed row must outlive what is read from this.
  void append(const char* packed);

  std::size_t size() const { return rows_; }
  const Layout& layout() const { return *layout_; }
  bool has(RowNumber row, ColumnIndex column) const { return ((present_[row] >> column) & 1) != 0; }
  // Days, seconds UTC and units of numbers; 0 when absent.
  std::int64_t number(RowNumber row, ColumnIndex column) const { return cells_[row * width_ + column].number; }
  void set_number(RowNumber row, ColumnIndex column, std::int64_t value) {
    cells_[row * width_ + column].number = value;
  }
  // "" when absent.
  std::string_view text(RowNumber row, ColumnIndex column) const {
    const Value& cell = cells_[row * width_ + column];
    return {cell.text, static_cast<std::size_t>(cell.number)};
  }

 private:
  struct Value {
    std::int64_t number;  // of a text its length
    const char* text;
  };
  const Layout* layout_;
  std::size_t width_;
  std::size_t rows_ = 0;
  std::vector<Value> cells_;
  std::vector<std::uint64_t> present_;
};

}  // namespace qiuhao::claims::assembly
