// Typed columns. A Column is a view of memory that somebody else owns (a mapped part, a builder); a ColumnBuilder grows
// one.
#pragma once

#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/check.h"
#include "columns/row_index.h"
#include "columns/serial_texts.h"
#include "columns/stream.h"

namespace qiuhao {

// How values lie in memory.
enum class Storage : std::uint8_t {
  code = 1,    // u32 numbers into a dictionary of texts
  text = 2,    // u64 end offsets into one blob
  day = 3,     // i32 Days
  number = 4,  // i64, with a decimal scale
  index = 5,   // u32 rows of another table, kNoRow for none; no absent bits
};

// Plain when a builder holds it, a stream (or serial texts) when a part's file does; readers need not know which.
struct Column {
  Storage storage = Storage::number;
  int scale = 0;  // number: decimal places
  std::size_t rows = 0;
  const std::uint64_t* present = nullptr;    // bit set = has a value; null = every row has one, or the code tells
  const void* data = nullptr;                // plain: u32, i32 or i64 by storage; u64 end offsets for text
  const Stream* stream = nullptr;            // the same as a stream
  const SerialTexts* serial = nullptr;       // text
  const std::uint64_t* text_ends = nullptr;  // code: end offsets of the dictionary's entries
  const char* text_bytes = nullptr;          // code, text: the blob
  std::size_t dictionary_size = 0;           // code; in a stream this code means absent

  // Whether there is anything to read.
  bool is_known() const { return data != nullptr || stream != nullptr || serial != nullptr; }
  bool has(RowIndex row) const {
    if (present != nullptr) return ((present[row / 64] >> (row % 64)) & 1) != 0;
    return !absence_is_a_code() || static_cast<std::size_t>(stream->at(row)) != dictionary_size;
  }
  bool absence_is_a_code() const { return present == nullptr && stream != nullptr && storage == Storage::code; }
  // 0 of a row without one.
  std::uint32_t code(RowIndex row) const {
    if (stream == nullptr) return static_cast<const std::uint32_t*>(data)[row];
    const auto code = static_cast<std::uint32_t>(stream->at(row));
    return code == dictionary_size ? 0 : code;
  }
  // dictionary_size of a row without one.
  std::uint32_t code_or_none(RowIndex row) const {
    if (stream != nullptr && present == nullptr) return static_cast<std::uint32_t>(stream->at(row));
    return has(row) ? code(row) : static_cast<std::uint32_t>(dictionary_size);
  }
  RowIndex index(RowIndex row) const {
    return stream == nullptr ? static_cast<const RowIndex*>(data)[row] : static_cast<RowIndex>(stream->at(row));
  }
  std::int32_t day(RowIndex row) const {
    return stream == nullptr ? static_cast<const std::int32_t*>(data)[row] : static_cast<std::int32_t>(stream->at(row));
  }
  std::int64_t number(RowIndex row) const {
    return stream == nullptr ? static_cast<const std::int64_t*>(data)[row] : stream->at(row);
  }
  std::string_view entry(std::uint32_t code) const {
    const std::uint64_t begin = code == 0 ? 0 : text_ends[code - 1];
    return {text_bytes + begin, static_cast<std::size_t>(text_ends[code] - begin)};
  }
  // The text of a row of storage code or text; the row must have a value.
  std::string_view text(RowIndex row) const {
    if (storage == Storage::code) return entry(code(row));
    if (serial != nullptr) return serial->text(row);
    const std::uint64_t begin = row == 0 ? 0 : text_end(row - 1);
    return {text_bytes + begin, static_cast<std::size_t>(text_end(row) - begin)};
  }
  // The same for who goes through many rows: nothing is kept for the next time.
  void append_text(RowIndex row, std::string& out) const {
    if (serial != nullptr)
      serial->append(row, out);
    else
      out += text(row);
  }

  // Rows first … first + count - 1, at most kStreamBatch: numbers and days; codes (dictionary_size where absent) and
  // rows of links. Of absent numbers and days anything.
  void read(RowIndex first, std::size_t count, std::int64_t* out) const;
  void read(RowIndex first, std::size_t count, std::uint32_t* out) const;
  // The same of any rows; rows that stand near each other, one after the other, are read at once. kNoRow gives 0, and
  // dictionary_size of codes.
  void gather(std::span<const RowIndex> rows, std::int64_t* out) const;
  // Neighbours are worth reading whole when one of so many is asked for: a row alone costs some times what one of many
  // does, most where it is pieced of other columns.
  std::size_t dense() const { return stream != nullptr && !stream->is_packed_only() ? 12 : 4; }
  void gather(std::span<const RowIndex> rows, std::uint32_t* out) const;

 private:
  std::uint64_t text_end(RowIndex row) const {
    return stream == nullptr ? static_cast<const std::uint64_t*>(data)[row]
                             : static_cast<std::uint64_t>(stream->at(row));
  }
};

// Grows one column in memory, value by value.
class ColumnBuilder {
 public:
  ColumnBuilder(Storage storage, int scale) : storage_(storage), scale_(scale) {}

  void append_absent();
  void append_text(std::string_view text);  // code, text
  void append_day(std::int32_t day);        // day
  void append_number(std::int64_t units);   // number, at the column's scale
  void append_index(RowIndex row);          // index
  void set_number(RowIndex row, std::int64_t units);

  std::size_t rows() const { return rows_; }
  // Bytes held, for bounded building.
  std::size_t bytes() const;
  // A view of what was appended; valid until the builder changes or ends.
  Column view() const;

 private:
  void mark(bool present);

  Storage storage_;
  int scale_;
  std::size_t rows_ = 0;
  bool any_absent_ = false;
  std::vector<std::uint64_t> present_;
  std::vector<std::uint32_t> codes_;  // code, index
  std::vector<std::int32_t> days_;
  std::vector<std::int64_t> numbers_;
  std::vector<std::uint64_t> row_ends_;    // text
  std::vector<std::uint64_t> entry_ends_;  // code
  std::vector<char> blob_;
  std::deque<std::string> entries_;  // stable keys of by_text_
  std::unordered_map<std::string_view, std::uint32_t> by_text_;
  std::string_view last_text_;
  std::uint32_t last_code_ = 0;
};

}  // namespace qiuhao
