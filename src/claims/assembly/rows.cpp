// Packing and unpacking rows.
#include "claims/assembly/rows.h"

#include <bit>
#include <cstring>

#include "base/check.h"
#include "base/day.h"

namespace qiuhao::claims::assembly {
namespace {

// Staged times are local microseconds.
Seconds seconds_of(std::int64_t microseconds) {
  constexpr std::int64_t kMicros = 1'000'000;
  const std::int64_t floor = microseconds / kMicros - (microseconds % kMicros < 0 ? 1 : 0);
  return floor - kShanghaiOffset;
}

char* put_varint(char* to, std::uint64_t value) {
  for (; value >= 128; value >>= 7) *to++ = static_cast<char>(value | 128);
  *to++ = static_cast<char>(value);
  return to;
}

const char* get_varint(const char* from, std::uint64_t& value) {
  value = 0;
  for (int shift = 0;; shift += 7) {
    const auto byte = static_cast<unsigned char>(*from++);
    value |= static_cast<std::uint64_t>(byte & 127) << shift;
    if (byte < 128) return from;
  }
}

// Small numbers of either sign take few bytes.
std::uint64_t zigzag(std::int64_t value) {
  return (static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63);
}
std::int64_t from_zigzag(std::uint64_t value) {
  return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1);
}

std::int64_t number_of(Cell cell, const tables::Vector& vector, std::size_t row) {
  if (cell == Cell::day) return vector.value<std::int32_t>(row);
  const auto value = vector.value<std::int64_t>(row);
  return cell == Cell::time ? seconds_of(value) : value;
}

}  // namespace

void pack_row(const Layout& layout, const std::vector<tables::Vector>& vectors, std::size_t row, std::string& out) {
  constexpr std::size_t kMostVarint = 10;
  CHECK(vectors.size() <= kMostPackedColumns);
  std::size_t most = kPackedHead;
  std::uint64_t present = 0;
  for (std::size_t column = 0; column < vectors.size(); ++column) {
    if (!vectors[column].has(row)) continue;
    present |= std::uint64_t{1} << column;
    most += kMostVarint;
    if (layout.columns[column].cell == Cell::text) most += vectors[column].text(row).size();
  }
  const std::size_t begin = out.size();
  out.resize(begin + most);
  char* to = out.data() + begin + kPackedHead;
  for (std::size_t column = 0; column < vectors.size(); ++column) {
    if (((present >> column) & 1) == 0) continue;
    const Cell cell = layout.columns[column].cell;
    if (cell == Cell::text) {
      const std::string_view text = vectors[column].text(row);
      to = put_varint(to, text.size());
      std::memcpy(to, text.data(), text.size());
      to += text.size();
    } else {
      to = put_varint(to, zigzag(number_of(cell, vectors[column], row)));
    }
  }
  const auto bytes = static_cast<std::uint32_t>(to - (out.data() + begin + 4));
  std::memcpy(out.data() + begin, &bytes, 4);
  std::memcpy(out.data() + begin + 4, &present, 8);
  out.resize(static_cast<std::size_t>(to - out.data()));
}

std::uint32_t packed_size(const char* row) {
  std::uint32_t bytes = 0;
  std::memcpy(&bytes, row, 4);
  return bytes + 4;
}

std::string_view packed_text(const Layout& layout, const char* row, ColumnIndex wanted) {
  std::uint64_t present = 0;
  std::memcpy(&present, row + 4, 8);
  if (((present >> wanted) & 1) == 0) return {};
  const char* from = row + kPackedHead;
  for (std::uint64_t left = present;; left &= left - 1) {
    const auto column = static_cast<ColumnIndex>(std::countr_zero(left));
    std::uint64_t value = 0;
    from = get_varint(from, value);
    if (column == wanted) return {from, value};
    if (layout.columns[column].cell == Cell::text) from += value;
  }
}

void Rows::clear() {
  rows_ = 0;
  cells_.clear();
  present_.clear();
}

void Rows::append(const char* packed) {
  std::uint64_t present = 0;
  std::memcpy(&present, packed + 4, 8);
  present_.push_back(present);
  cells_.resize(cells_.size() + width_, {0, nullptr});
  Value* cells = cells_.data() + rows_ * width_;
  const char* from = packed + kPackedHead;
  for (std::uint64_t left = present; left != 0; left &= left - 1) {
    const auto column = static_cast<std::size_t>(std::countr_zero(left));
    std::uint64_t value = 0;
    from = get_varint(from, value);
    if (layout_->columns[column].cell == Cell::text) {
      cells[column] = {static_cast<std::int64_t>(value), from};
      from += value;
    } else {
      cells[column].number = from_zigzag(value);
    }
  }
  ++rows_;
}

}  // namespace qiuhao::claims::assembly
