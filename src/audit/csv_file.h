// A CSV file as Excel reads it: UTF-8 with a byte-order mark, header "english / 中文", rows of cells.
#pragma once

#include <cstdio>
#include <span>
#include <string>

#include "audit/export_rows.h"
#include "base/files.h"

namespace qiuhao::audit {

// Writes rows through one buffer; the first failure is kept and said by close().
class CsvFile {
 public:
  explicit CsvFile(const Path& path);
  CsvFile(const CsvFile&) = delete;
  CsvFile& operator=(const CsvFile&) = delete;
  ~CsvFile();

  void add_header(std::span<const ExportColumn> columns);
  // A text that a spreadsheet would take for a formula (it begins with = + - @) or that begins with ' gets one ' in
  // front.
  void add(std::span<const Cell> cells);
  Status close();

 private:
  void add_cell(const Cell& cell);
  void write();
  void remember();

  Path path_;
  std::FILE* file_;
  std::string buffer_;
  std::string failure_;
};

}  // namespace qiuhao::audit
