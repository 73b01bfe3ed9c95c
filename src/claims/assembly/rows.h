// The rows of one person and one table, copied out of DuckDB's chunks. The memory is kept from person to person, so
// that gathering allocates nothing once the largest person was seen.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "claims/assembly/layout.h"
#include "tables/engine.h"

namespace qiuhao::claims::assembly {

using RowNumber = std::uint32_t;  // of a person's rows as gathered
inline constexpr RowNumber kNoRowNumber = 0xffffffff;

class Rows {
 public:
  explicit Rows(const Layout& layout) : layout_(&layout), width_(layout.columns.size()) {}

  void clear();
  // Appends rows [begin, end) of a chunk whose columns are those of the layout.
  void append(const tables::Chunk& chunk, std::size_t begin, std::size_t end);

  std::size_t size() const { return rows_; }
  const Layout& layout() const { return *layout_; }
  bool has(RowNumber row, ColumnIndex column) const { return present_[row * width_ + column] != 0; }
  // Days, seconds UTC and units of numbers; 0 when absent.
  std::int64_t number(RowNumber row, ColumnIndex column) const { return cells_[row * width_ + column]; }
  void set_number(RowNumber row, ColumnIndex column, std::int64_t value) { cells_[row * width_ + column] = value; }
  // "" when absent; valid until rows are appended or cleared.
  std::string_view text(RowNumber row, ColumnIndex column) const {
    const auto cell = static_cast<std::uint64_t>(cells_[row * width_ + column]);
    return {bytes_.data() + (cell >> kLengthBits), static_cast<std::size_t>(cell & kLengthMask)};
  }

 private:
  // Offset and length of a text in one cell; a staged text is far shorter than 2^24 bytes (kMostRowBytes).
  static constexpr int kLengthBits = 24;
  static constexpr std::uint64_t kLengthMask = (std::uint64_t{1} << kLengthBits) - 1;

  std::int64_t put_text(std::string_view text);

  const Layout* layout_;
  std::size_t width_;
  std::size_t rows_ = 0;
  std::vector<std::int64_t> cells_;
  std::vector<std::uint8_t> present_;
  std::vector<char> bytes_;
};

}  // namespace qiuhao::claims::assembly
