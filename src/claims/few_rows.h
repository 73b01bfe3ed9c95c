// Columns of few rows, written at once: for parts of one person, which are made for one request and thrown away.
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory_resource>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "claims/loose_rows.h"
#include "columns/column.h"

namespace qiuhao::claims {

// The memory of such columns; they are good as long as it is.
class FewRowsMemory {
 public:
  template <typename Value>
  std::span<Value> take(std::size_t count) {
    return {static_cast<Value*>(memory_.allocate(std::max<std::size_t>(count, 1) * sizeof(Value), alignof(Value))),
            count};
  }

 private:
  std::pmr::monotonic_buffer_resource memory_{std::size_t{32} << 10};
};

// A row of the new table: of a tape's part, or loose.
struct FewRow {
  RowIndex row = kNoRow;            // of the tape's part
  const LooseRow* loose = nullptr;  // in place of it
  RowIndex parent = kNoRow;         // the new row of its visit (of a visit: 0, the person)
  std::int64_t time = 0;            // by which rows of its table stand, where they stand by time
};

// Moves what stands at one place to another; those between move by one.
template <typename Iterator>
void move_among(Iterator begin, RowIndex from, RowIndex to) {
  if (from <= to)
    std::rotate(begin + from, begin + from + 1, begin + to + 1);
  else
    std::rotate(begin + to, begin + from, begin + from + 1);
}
// The same of a row of a column that a FewRowsWriter wrote, in place.
void move_few_row(const Column& column, RowIndex from, RowIndex to);

// Writes one column after the other of the rows of a table.
class FewRowsWriter {
 public:
  explicit FewRowsWriter(FewRowsMemory& memory) : memory_(memory) {}

  // Rows to be written from now on; those of the tape ascend. They must live until the next.
  void set_rows(std::span<const FewRow> rows);
  // A field of theirs; `from` is the tape's column of it, null: rows of the tape are without it. Of storage code, text,
  // day or number.
  Column write(Storage storage, int scale, FieldIndex field, const Column* from);
  // Rows of a link.
  Column write_index(std::span<const RowIndex> rows);

 private:
  // Which rows have a value: all, until one is said to lack it.
  struct Presence {
    std::span<std::uint64_t> bits;
    bool is_any_absent = false;
    void set_absent(std::size_t at) {
      bits[at / 64] &= ~(std::uint64_t{1} << (at % 64));
      is_any_absent = true;
    }
    const std::uint64_t* present() const { return is_any_absent ? bits.data() : nullptr; }
  };
  Presence all_present();
  const char* keep_blob();
  Column write_codes(FieldIndex field, const Column* from);
  Column write_texts(FieldIndex field, const Column* from);
  template <typename Number>
  Column write_numbers(FieldIndex field, const Column* from);
  std::uint32_t tape_code(const Column& from, std::uint32_t code);
  std::uint32_t loose_code(std::string_view text);

  FewRowsMemory& memory_;
  std::span<const FewRow> rows_;
  std::vector<RowIndex> tape_rows_;
  // Of the column at hand; kept for their memory.
  std::vector<std::int64_t> numbers_;
  std::vector<std::uint32_t> codes_;
  std::string blob_;
  struct Entry {
    std::string_view text;
    std::uint32_t of_tape = 0;  // its code there
  };
  std::vector<Entry> entries_;
  std::vector<std::uint32_t> by_tape_code_;
  std::vector<std::uint32_t> by_text_;
  std::size_t in_by_text_ = 0;  // so many entries are there
  std::uint32_t last_loose_ = 0;
};

}  // namespace qiuhao::claims
