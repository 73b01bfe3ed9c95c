// Copying vectors of a chunk into cells, column by column.
#include "claims/assembly/rows.h"

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

template <typename Store>
void copy_column(const tables::Vector& vector, std::size_t begin, std::size_t end, std::size_t width,
                 std::int64_t* cells, std::uint8_t* present, Store store) {
  for (std::size_t row = begin; row < end; ++row, cells += width, present += width) {
    if (!vector.has(row)) continue;
    *cells = store(row);
    *present = 1;
  }
}

}  // namespace

void Rows::clear() {
  rows_ = 0;
  cells_.clear();
  present_.clear();
  bytes_.clear();
}

std::int64_t Rows::put_text(std::string_view text) {
  CHECK(text.size() <= kLengthMask);
  const std::size_t begin = bytes_.size();
  bytes_.insert(bytes_.end(), text.begin(), text.end());
  return static_cast<std::int64_t>(begin << kLengthBits | text.size());
}

void Rows::append(const tables::Chunk& chunk, std::size_t begin, std::size_t end) {
  const std::size_t first = rows_ * width_;
  rows_ += end - begin;
  cells_.resize(rows_ * width_, 0);
  present_.resize(rows_ * width_, 0);
  for (std::size_t column = 0; column < width_; ++column) {
    const tables::Vector vector = chunk.column(column);
    const auto copy = [&](auto store) {
      copy_column(vector, begin, end, width_, cells_.data() + first + column, present_.data() + first + column, store);
    };
    switch (layout_->columns[column].cell) {
      case Cell::text: copy([&](std::size_t row) { return put_text(vector.text(row)); }); break;
      case Cell::day: copy([&](std::size_t row) { return std::int64_t{vector.value<std::int32_t>(row)}; }); break;
      case Cell::time: copy([&](std::size_t row) { return seconds_of(vector.value<std::int64_t>(row)); }); break;
      case Cell::number:
      case Cell::hash: copy([&](std::size_t row) { return vector.value<std::int64_t>(row); }); break;
    }
  }
}

}  // namespace qiuhao::claims::assembly
