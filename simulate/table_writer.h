// One CSV table, written through a buffer of our own: fields go straight into it, so writing keeps up with the disk.
// The file bears its name only once it is whole; until then it ends in ".writing".
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/day.h"
#include "base/decimal.h"
#include "base/files.h"

namespace qiuhao::simulate {

class TableWriter {
 public:
  // Creates folder/name.csv.writing with its header row.
  static Result<TableWriter> create(const Path& folder, std::string_view name,
                                    std::span<const std::string_view> columns);
  TableWriter(TableWriter&& other) noexcept;
  TableWriter& operator=(TableWriter&&) = delete;
  ~TableWriter();

  // Fields of a row are put in the order of the columns; those left out are empty. Texts hold no comma, quote or line
  // break: all of them are the simulator's own.
  void begin_row();
  void text(int column, std::string_view value);
  void number(int column, std::int64_t value);
  void money(int column, Cents value);  // 元 with 2 places
  void time(int column, Seconds value);
  void day(int column, Day value);
  void end_row();
  void repeat_row();  // the row just ended once more, byte for byte

  // Writes what is left and gives the file its name. The first failed write of the whole table comes back here.
  Status finish();
  Status status() const;
  std::int64_t bytes() const { return bytes_written_ + static_cast<std::int64_t>(buffer_.size()); }
  std::int64_t rows() const { return rows_; }

 private:
  TableWriter(Path path, int file, std::span<const std::string_view> columns);
  void go_to(int column);
  void digits(std::uint64_t value, int width);
  void flush();
  Error write_error(std::string_view doing) const;

  Path path_;
  int file_ = -1;
  int error_number_ = 0;
  int columns_ = 0;
  int column_ = 0;
  std::size_t row_start_ = 0;
  std::string buffer_;
  std::int64_t bytes_written_ = 0;
  std::int64_t rows_ = 0;
};

}  // namespace qiuhao::simulate
