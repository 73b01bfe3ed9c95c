// DuckDB's type of a column of ours; for the files of this folder that speak to DuckDB.
#pragma once

#include <duckdb.h>

#include "tables/row_stream.h"

namespace qiuhao::tables {

// To be given back with duckdb_destroy_logical_type.
duckdb_logical_type logical_type(const StreamColumn& column);
void check_widths(const std::vector<StreamColumn>& columns);

}  // namespace qiuhao::tables
