// The SQL that turns a file into a staged Parquet file in one scan.
//
// Rows that are dropped or lack a required value are counted by sequences that the filter advances, so that counting
// costs no second scan.
#pragma once

#include <string>
#include <vector>

#include "base/files.h"
#include "claims/reading/table_shape.h"

namespace qiuhao::claims::reading {

inline constexpr std::string_view kDroppedRows = "dropped_rows";  // sequence
inline constexpr std::string_view kLackingRows = "lacking_rows";  // sequence
inline constexpr std::string_view kTurnedDown = "turned_down";    // table of DuckDB's rejects

// Where a staged column comes from.
struct ColumnSource {
  const ShapeColumn* column = nullptr;
  int position = -1;       // in the file's header; -1: the file has none, the value is absent
  bool in_digits = false;  // dates and times written 20250131 or 20250131081500
};

struct CsvLayout {
  char delimiter = ',';
  std::size_t width = 0;  // columns of the file
  std::vector<ColumnSource> sources;
  int valid_flag = -1;  // position of vali_flag
};

// One staged column as SQL over the scanned row, and the condition that its value cannot be used ("" = never).
struct StagedColumn {
  const ShapeColumn* column = nullptr;
  std::string value;
  std::string unusable;
};

// read_csv of the columns named c0, c1, …; values of another type are turned down by the reader itself.
std::string csv_scan(const CsvLayout& layout, const Path& file);
std::vector<StagedColumn> csv_columns(const CsvLayout& layout);

// read_parquet of the file; `types` are DuckDB's of the columns named.
std::string parquet_scan(const Path& file);
struct ParquetColumn {
  std::string name;
  std::string type;
};
StagedColumn parquet_column(const ShapeColumn& column, const ParquetColumn* source);

// COPY of what is usable; `flag` is the SQL of vali_flag, "" without.
std::string copy_statement(const std::vector<StagedColumn>& columns, const std::string& flag, const std::string& scan,
                           const Path& target);
// The rows that are neither dropped nor usable.
std::string lacking_condition(const std::vector<StagedColumn>& columns);
std::string dropped_condition(const std::string& flag);

}  // namespace qiuhao::claims::reading
