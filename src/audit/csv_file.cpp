// Buffering and quoting.
#include "audit/csv_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <utility>

namespace qiuhao::audit {
namespace {

// As find_first_of would look, which asks of each letter by itself.
bool needs_quotes(char c) { return c == ',' || c == '"' || c == '\r' || c == '\n'; }

constexpr std::size_t kBufferBytes = std::size_t{1} << 20;

}  // namespace

CsvFile::CsvFile(const Path& path) : path_(path), file_(std::fopen(path.c_str(), "wb")) {
  if (file_ == nullptr) remember();
  buffer_.reserve(kBufferBytes + (kBufferBytes >> 2));
  buffer_ = "\xEF\xBB\xBF";
}

CsvFile::~CsvFile() {
  if (file_ != nullptr) std::fclose(file_);
}

void CsvFile::add_header(std::span<const ExportColumn> columns) {
  for (const ExportColumn& column : columns) {
    if (&column != columns.data()) buffer_ += ',';
    buffer_ += fmt::format("{} / {}", column.name, column.label);
  }
  buffer_ += "\r\n";
}

void CsvFile::add(std::span<const Cell> cells) {
  for (const Cell& cell : cells) {
    if (&cell != cells.data()) buffer_ += ',';
    add_cell(cell);
  }
  buffer_ += "\r\n";
  if (buffer_.size() > kBufferBytes) write();
}

Status CsvFile::close() {
  write();
  if (file_ != nullptr && std::fclose(std::exchange(file_, nullptr)) != 0) remember();
  if (!failure_.empty()) return system_error("cannot_write", failure_, {path_.string(), 0, 0, ""});
  return {};
}

void CsvFile::add_cell(const Cell& cell) {
  switch (cell.kind) {
    case CellKind::none: return;
    case CellKind::day: buffer_ += format_day(cell.day); return;
    case CellKind::number: buffer_ += format_decimal(cell.number); return;
    case CellKind::text: break;
  }
  if (cell.text.empty()) return;
  const bool is_guarded = std::strchr("=+-@'\t\r", cell.text.front()) != nullptr;
  if (!is_guarded && std::ranges::none_of(cell.text, needs_quotes)) {
    buffer_ += cell.text;
    return;
  }
  buffer_ += '"';
  if (is_guarded) buffer_ += '\'';
  for (const char c : cell.text) {
    if (c == '"') buffer_ += '"';
    if (c != '\0') buffer_ += c;
  }
  buffer_ += '"';
}

void CsvFile::write() {
  if (file_ != nullptr && failure_.empty() && std::fwrite(buffer_.data(), 1, buffer_.size(), file_) != buffer_.size())
    remember();
  buffer_.clear();
}

void CsvFile::remember() {
  if (failure_.empty()) failure_ = fmt::format("cannot be written: {}", std::strerror(errno));
}

}  // namespace qiuhao::audit
