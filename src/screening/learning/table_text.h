// What DuckDB is to read for a file: Parquet as it is; CSV with its delimiter and its columns' names, as a copy in
// UTF-8 where it is GBK.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/files.h"

namespace qiuhao::screening {

// A copy in a folder of its own, gone with this.
struct RemoveFolder {
  void operator()(const Path* copy) const;
};

struct TableText {
  std::unique_ptr<const Path, RemoveFolder> copy;
  std::string source;              // "read_csv('…', …)": for FROM
  std::vector<std::string> names;  // of columns, in order; empty for Parquet, which has its own
  std::size_t rows = 0;  // of CSV, counted by the exact reader: DuckDB drops what follows a quote that never ends
};

// Errors as read_feature_table has them; wide headers are refused before DuckDB sees them.
Result<TableText> table_text(const Path& file);

std::unexpected<Error> too_many_columns(const Path& file, std::size_t columns);

// What DuckDB could not read: its line and reason, as "bad_table"; disk and memory keep their own errors.
std::unexpected<Error> unreadable_table(Error error, const Path& file);

}  // namespace qiuhao::screening
