// Buffered CSV output over POSIX files.
#include "simulate/table_writer.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <utility>

#include "base/check.h"

namespace qiuhao::simulate {
namespace {

constexpr std::size_t kBufferBytes = std::size_t{1} << 20;

Path unfinished(const Path& path) { return path.string() + ".writing"; }

}  // namespace

Result<TableWriter> TableWriter::create(const Path& folder, std::string_view name,
                                        std::span<const std::string_view> columns) {
  Path path = folder / (std::string(name) + ".csv");
  const int file = ::open(unfinished(path).c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file < 0) {
    return system_error(
        "cannot_create",
        fmt::format("cannot create the table: {}; name a folder that can be written", std::strerror(errno)),
        {path.string(), 0, 0, ""});
  }
  return TableWriter(std::move(path), file, columns);
}

TableWriter::TableWriter(Path path, int file, std::span<const std::string_view> columns)
    : path_(std::move(path)), file_(file), columns_(static_cast<int>(columns.size())) {
  buffer_.reserve(kBufferBytes + (std::size_t{1} << 16));
  for (std::size_t index = 0; index < columns.size(); ++index) {
    if (index > 0) buffer_.push_back(',');
    buffer_.append(columns[index]);
  }
  buffer_.push_back('\n');
}

TableWriter::TableWriter(TableWriter&& other) noexcept
    : path_(std::move(other.path_)),
      file_(std::exchange(other.file_, -1)),
      error_number_(other.error_number_),
      columns_(other.columns_),
      column_(other.column_),
      row_start_(other.row_start_),
      buffer_(std::move(other.buffer_)),
      bytes_written_(other.bytes_written_),
      rows_(other.rows_) {}

TableWriter::~TableWriter() {
  if (file_ < 0) return;
  ::close(file_);
  ::unlink(unfinished(path_).c_str());  // a table that was not finished leaves nothing behind
}

void TableWriter::begin_row() {
  if (buffer_.size() >= kBufferBytes) flush();
  row_start_ = buffer_.size();
  column_ = 0;
}

void TableWriter::go_to(int column) {
  CHECK(column >= column_ && column < columns_);
  buffer_.append(static_cast<std::size_t>(column - column_), ',');
  column_ = column;
}

void TableWriter::text(int column, std::string_view value) {
  go_to(column);
  buffer_.append(value);
}

void TableWriter::number(int column, std::int64_t value) {
  go_to(column);
  char field[24];
  const auto end = std::to_chars(field, field + sizeof field, value).ptr;
  buffer_.append(field, end);
}

void TableWriter::money(int column, Cents value) {
  go_to(column);
  char field[24];
  if (value < 0) buffer_.push_back('-');
  const std::int64_t size = value < 0 ? -value : value;
  const auto end = std::to_chars(field, field + sizeof field, size / 100).ptr;
  buffer_.append(field, end);
  buffer_.push_back('.');
  digits(static_cast<std::uint64_t>(size % 100), 2);
}

void TableWriter::digits(std::uint64_t value, int width) {
  char field[20];
  for (int place = width - 1; place >= 0; --place) {
    field[place] = static_cast<char>('0' + value % 10);
    value /= 10;
  }
  buffer_.append(field, static_cast<std::size_t>(width));
}

void TableWriter::day(int column, Day value) {
  go_to(column);
  const CivilDate civil = civil_from_day(value);
  digits(static_cast<std::uint64_t>(civil.year), 4);
  buffer_.push_back('-');
  digits(static_cast<std::uint64_t>(civil.month), 2);
  buffer_.push_back('-');
  digits(static_cast<std::uint64_t>(civil.day), 2);
}

void TableWriter::time(int column, Seconds value) {
  const Day on = day_of(value);
  day(column, on);
  const auto of_day = static_cast<std::uint64_t>(value + kShanghaiOffset - static_cast<Seconds>(on) * 86'400);
  buffer_.push_back(' ');
  digits(of_day / 3600, 2);
  buffer_.push_back(':');
  digits(of_day / 60 % 60, 2);
  buffer_.push_back(':');
  digits(of_day % 60, 2);
}

void TableWriter::end_row() {
  go_to(columns_ - 1);
  buffer_.push_back('\n');
  ++rows_;
}

void TableWriter::repeat_row() {
  const std::string row = buffer_.substr(row_start_);
  buffer_.append(row);
  ++rows_;
}

void TableWriter::flush() {
  std::string_view rest = buffer_;
  while (!rest.empty() && error_number_ == 0) {
    const ssize_t count = ::write(file_, rest.data(), rest.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) {
      error_number_ = errno;
    } else {
      rest.remove_prefix(static_cast<std::size_t>(count));
    }
  }
  bytes_written_ += static_cast<std::int64_t>(buffer_.size());
  buffer_.clear();
}

Error TableWriter::write_error(std::string_view doing) const {
  return {Fault::system,
          "cannot_write",
          fmt::format("cannot {} the table: {}; free some space or name another folder", doing,
                      std::strerror(error_number_)),
          {path_.string(), 0, 0, ""}};
}

Status TableWriter::status() const {
  if (error_number_ != 0) return fail(write_error("write"));
  return {};
}

Status TableWriter::finish() {
  flush();
  TRY(status());
  if (::close(std::exchange(file_, -1)) != 0 || ::rename(unfinished(path_).c_str(), path_.c_str()) != 0) {
    error_number_ = errno;
    ::unlink(unfinished(path_).c_str());
    return fail(write_error("finish"));
  }
  return {};
}

}  // namespace qiuhao::simulate
