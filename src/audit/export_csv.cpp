// CSV as Excel reads it.
#include <fmt/format.h>

#include <cstdio>
#include <cstring>
#include <utility>

#include "audit/export.h"

namespace qiuhao::audit {
namespace {

constexpr std::size_t kBufferBytes = std::size_t{1} << 20;

// Writes rows through one buffer; the first failure is kept and said by close().
class CsvFile {
 public:
  explicit CsvFile(const Path& path) : path_(path), file_(std::fopen(path.c_str(), "wb")) {
    if (file_ == nullptr) remember();
    buffer_.reserve(kBufferBytes + (kBufferBytes >> 2));
    buffer_ = "\xEF\xBB\xBF";
  }
  CsvFile(const CsvFile&) = delete;
  CsvFile& operator=(const CsvFile&) = delete;
  ~CsvFile() {
    if (file_ != nullptr) std::fclose(file_);
  }

  void add_header(std::span<const ExportColumn> columns) {
    for (const ExportColumn& column : columns) {
      if (&column != columns.data()) buffer_ += ',';
      buffer_ += fmt::format("{} / {}", column.name, column.label);
    }
    buffer_ += "\r\n";
  }

  void add(std::span<const Cell> cells) {
    for (const Cell& cell : cells) {
      if (&cell != cells.data()) buffer_ += ',';
      add_cell(cell);
    }
    buffer_ += "\r\n";
    if (buffer_.size() > kBufferBytes) write();
  }

  Status close() {
    write();
    if (file_ != nullptr && std::fclose(std::exchange(file_, nullptr)) != 0) remember();
    if (!failure_.empty()) return system_error("cannot_write", failure_, {path_.string(), 0, 0, ""});
    return {};
  }

 private:
  void add_cell(const Cell& cell) {
    switch (cell.kind) {
      case CellKind::none: return;
      case CellKind::day: buffer_ += format_day(cell.day); return;
      case CellKind::number: buffer_ += format_decimal(cell.number); return;
      case CellKind::text: break;
    }
    const bool is_guarded = std::strchr("=+-@'\t\r", cell.text.front()) != nullptr;
    if (!is_guarded && cell.text.find_first_of(",\"\r\n") == std::string_view::npos) {
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

  void write() {
    if (file_ != nullptr && failure_.empty() && std::fwrite(buffer_.data(), 1, buffer_.size(), file_) != buffer_.size())
      remember();
    buffer_.clear();
  }

  void remember() {
    if (failure_.empty()) failure_ = fmt::format("cannot be written: {}", std::strerror(errno));
  }

  Path path_;
  std::FILE* file_;
  std::string buffer_;
  std::string failure_;
};

}  // namespace

Status export_findings_csv(std::span<const claims::Part> parts, const AuditResult& result, const Path& file) {
  CsvFile csv(file);
  csv.add_header(kFindingColumns);
  RowReader reader(parts, result);
  FindingCells cells;
  for (const Finding& finding : result.findings) {
    reader.read(finding, cells);
    csv.add(cells);
  }
  return csv.close();
}

Status export_undecided_csv(std::span<const claims::Part> parts, const AuditResult& result, const Path& file) {
  CsvFile csv(file);
  csv.add_header(kUndecidedColumns);
  RowReader reader(parts, result);
  UndecidedCells cells;
  for (const Undecided& undecided : result.undecided) {
    reader.read(undecided, cells);
    csv.add(cells);
  }
  return csv.close();
}

}  // namespace qiuhao::audit
