// Reading many rows, and growing columns.
#include "columns/column.h"

#include <algorithm>
#include <array>

namespace qiuhao {

void Column::read(RowIndex first, std::size_t count, std::int64_t* out) const {
  CHECK(storage == Storage::number || storage == Storage::day);
  if (stream != nullptr) return stream->read(first, count, out);
  if (storage == Storage::day) {
    std::copy_n(static_cast<const std::int32_t*>(data) + first, count, out);
  } else {
    std::copy_n(static_cast<const std::int64_t*>(data) + first, count, out);
  }
}

void Column::read(RowIndex first, std::size_t count, std::uint32_t* out) const {
  CHECK(storage == Storage::code || storage == Storage::index);
  if (stream != nullptr && stream->is_packed_only()) return stream->values.read(first, count, out);
  if (stream != nullptr) {
    std::array<std::int64_t, kStreamBatch> wide;
    stream->read(first, count, wide.data());
    for (std::size_t index = 0; index < count; ++index) out[index] = static_cast<std::uint32_t>(wide[index]);
    return;
  }
  std::copy_n(static_cast<const std::uint32_t*>(data) + first, count, out);
  if (storage == Storage::index || present == nullptr) return;
  for (std::size_t index = 0; index < count; ++index) {
    if (!has(first + static_cast<RowIndex>(index))) out[index] = static_cast<std::uint32_t>(dictionary_size);
  }
}

namespace {

// Runs of rows that lie within one batch and are dense enough to be worth reading whole; the others one by one.
template <typename Value, typename Some>
void gather_rows(const Column& column, std::span<const RowIndex> rows, Value none, const Some& some, Value* out) {
  const std::size_t dense = column.dense();
  std::array<Value, kStreamBatch> batch;
  std::size_t sparse = 0;  // rows from here to `begin` are still to be read
  const auto read_sparse = [&](std::size_t end) {
    if (sparse < end) some(rows.subspan(sparse, end - sparse), out + sparse);
  };
  for (std::size_t begin = 0; begin < rows.size();) {
    if (rows[begin] == kNoRow) {
      read_sparse(begin);
      out[begin++] = none;
      sparse = begin;
      continue;
    }
    const RowIndex first = rows[begin];
    RowIndex last = first;
    std::size_t end = begin + 1;
    for (; end < rows.size() && rows[end] >= last && rows[end] - first < kStreamBatch; ++end) last = rows[end];
    const std::size_t count = last - first + 1;
    if ((end - begin) * dense < count || end - begin < 8) {
      begin = end;
      continue;
    }
    read_sparse(begin);
    column.read(first, count, batch.data());
    for (; begin < end; ++begin) out[begin] = batch[rows[begin] - first];
    sparse = begin;
  }
  read_sparse(rows.size());
}

}  // namespace

void Column::gather(std::span<const RowIndex> rows, std::int64_t* out) const {
  if (stream == nullptr && storage == Storage::number) {
    const auto* numbers = static_cast<const std::int64_t*>(data);
    for (std::size_t index = 0; index < rows.size(); ++index)
      out[index] = rows[index] == kNoRow ? 0 : numbers[rows[index]];
    return;
  }
  const auto some = [this](std::span<const RowIndex> sparse, std::int64_t* to) {
    if (stream == nullptr) {
      std::ranges::transform(
          sparse, to, [this](RowIndex row) { return storage == Storage::day ? std::int64_t{day(row)} : number(row); });
      return;
    }
    for (; !sparse.empty(); sparse = sparse.subspan(std::min(sparse.size(), kStreamBatch)), to += kStreamBatch)
      stream->gather(sparse.first(std::min(sparse.size(), kStreamBatch)), to);
  };
  gather_rows<std::int64_t>(*this, rows, 0, some, out);
}

void Column::gather(std::span<const RowIndex> rows, std::uint32_t* out) const {
  const auto absent = static_cast<std::uint32_t>(dictionary_size);
  const auto one = [&](RowIndex row) { return storage == Storage::index ? index(row) : has(row) ? code(row) : absent; };
  const auto some = [&](std::span<const RowIndex> sparse, std::uint32_t* to) {
    std::ranges::transform(sparse, to, one);
  };
  gather_rows<std::uint32_t>(*this, rows, storage == Storage::index ? kNoRow : absent, some, out);
}

void ColumnBuilder::mark(bool present) {
  if (rows_ % 64 == 0) present_.push_back(0);
  if (present)
    present_.back() |= std::uint64_t{1} << (rows_ % 64);
  else
    any_absent_ = true;
  ++rows_;
}

void ColumnBuilder::append_absent() {
  switch (storage_) {
    case Storage::code: codes_.push_back(0); break;
    case Storage::text: row_ends_.push_back(blob_.size()); break;
    case Storage::day: days_.push_back(0); break;
    case Storage::number: numbers_.push_back(0); break;
    case Storage::index: codes_.push_back(kNoRow); break;
  }
  mark(false);
}

void ColumnBuilder::append_text(std::string_view text) {
  CHECK(storage_ == Storage::code || storage_ == Storage::text);
  if (storage_ == Storage::text) {
    blob_.insert(blob_.end(), text.begin(), text.end());
    row_ends_.push_back(blob_.size());
    return mark(true);
  }
  // Neighbouring rows often repeat a code, so the last one is tried before the table.
  if (entries_.empty() || text != last_text_) {
    const auto found = by_text_.find(text);
    if (found != by_text_.end()) {
      last_code_ = found->second;
      last_text_ = found->first;
    } else {
      last_code_ = static_cast<std::uint32_t>(entries_.size());
      last_text_ = entries_.emplace_back(text);
      by_text_.emplace(last_text_, last_code_);
      blob_.insert(blob_.end(), text.begin(), text.end());
      entry_ends_.push_back(blob_.size());
    }
  }
  codes_.push_back(last_code_);
  mark(true);
}

void ColumnBuilder::append_day(std::int32_t day) {
  CHECK(storage_ == Storage::day);
  days_.push_back(day);
  mark(true);
}

void ColumnBuilder::append_number(std::int64_t units) {
  CHECK(storage_ == Storage::number);
  numbers_.push_back(units);
  mark(true);
}

void ColumnBuilder::append_index(RowIndex row) {
  CHECK(storage_ == Storage::index);
  codes_.push_back(row);
  mark(true);
}

void ColumnBuilder::set_number(RowIndex row, std::int64_t units) {
  CHECK(storage_ == Storage::number && row < rows_);
  numbers_[row] = units;
}

std::size_t ColumnBuilder::bytes() const {
  return present_.size() * 8 + codes_.size() * 4 + days_.size() * 4 + numbers_.size() * 8 + row_ends_.size() * 8 +
         blob_.size() + entries_.size() * 96;
}

Column ColumnBuilder::view() const {
  Column column;
  column.storage = storage_;
  column.scale = scale_;
  column.rows = rows_;
  column.present = any_absent_ && storage_ != Storage::index ? present_.data() : nullptr;
  switch (storage_) {
    case Storage::code:
      column.data = codes_.data();
      column.text_ends = entry_ends_.data();
      column.text_bytes = blob_.data();
      column.dictionary_size = entries_.size();
      break;
    case Storage::text:
      column.data = row_ends_.data();
      column.text_bytes = blob_.data();
      break;
    case Storage::day: column.data = days_.data(); break;
    case Storage::number: column.data = numbers_.data(); break;
    case Storage::index: column.data = codes_.data(); break;
  }
  return column;
}

}  // namespace qiuhao
