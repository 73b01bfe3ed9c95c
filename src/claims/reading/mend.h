// The second, slow look at a CSV file of which DuckDB could not use every row: each such row is either read after all
// (a rarer form of date, a stray delimiter, GBK in one row) or told with line, column and reason.
#pragma once

#include "claims/reading/job.h"
#include "claims/reading/staging_sql.h"

namespace qiuhao::claims::reading {

struct Mended {
  std::int64_t salvaged = 0;  // rows in `salvage`
  std::int64_t dropped = 0;   // of the rows turned down: vali_flag = '0'
  std::int64_t told = 0;      // rows written to the file of rejected rows
};

// `turned_down`: rows that DuckDB's reader refused (in its table); `lacking`: rows without a required value.
Result<Mended> mend_csv(Job& job, const Source& source, const CsvLayout& layout, const std::vector<std::string>& header,
                        std::int64_t lacking, const Path& salvage, RejectFile& rejects);

// Writes the text of a source to `target` without the rows that would mislead DuckDB about where rows begin: those with
// an open quote and those that are too long. They are told; lines keep their numbers. The number of rows told.
Result<std::int64_t> repair_csv(Job& job, const Source& source, char delimiter, const Path& target,
                                RejectFile& rejects);

// The layout of a salvage file.
CsvLayout salvage_layout(const CsvLayout& layout);

}  // namespace qiuhao::claims::reading
