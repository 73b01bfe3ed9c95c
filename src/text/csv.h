// CSV after RFC 4180 (quotes, doubled quotes, line breaks inside quotes), UTF-8 with or without a byte-order mark, with
// the line of every row.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/files.h"
#include "base/result.h"

namespace qiuhao::text {

inline constexpr std::size_t kMaxCsvBytes = std::size_t{1} << 30;
inline constexpr std::size_t kMaxCsvColumns = 1'000;
inline constexpr std::size_t kMaxCsvFieldBytes = std::size_t{1} << 20;

struct CsvRow {
  int line = 0;  // where the row begins, from 1
  std::vector<std::string> fields;
};

struct CsvTable {
  std::string file;
  std::vector<std::string> header;
  std::vector<CsvRow> rows;  // each as wide as the header; empty lines are left out

  std::optional<std::size_t> find_column(std::string_view name) const;
};

// Refuses, with file and line: no header, a column twice, a row of another width, a quote that never ends, text that is
// not UTF-8, and what exceeds the maxima above.
Result<CsvTable> parse_csv(std::string_view content, const std::string& file);
Result<CsvTable> read_csv(const Path& file);

}  // namespace qiuhao::text
