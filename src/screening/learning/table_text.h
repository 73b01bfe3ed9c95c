// What DuckDB is to read for a file: Parquet as it is, CSV with its delimiter, GBK turned into UTF-8 beside.
#pragma once

#include <string>

#include "base/files.h"

namespace qiuhao::screening {

class TableText {
 public:
  TableText(Path path, char delimiter, bool is_temporary);  // delimiter '\0': Parquet
  TableText(TableText&& other) noexcept;
  TableText& operator=(TableText&& other) noexcept;
  ~TableText();

  const Path& path() const { return path_; }
  void set_delimiter(char delimiter) { delimiter_ = delimiter; }
  // "read_csv('…', …)": for FROM.
  std::string source() const;

 private:
  Path path_;
  char delimiter_;
  bool is_temporary_;
};

// Errors as read_feature_table has them; wide headers are refused before DuckDB sees them.
Result<TableText> table_text(const Path& file);

std::unexpected<Error> too_many_columns(const Path& file, std::size_t columns);

}  // namespace qiuhao::screening
