// The second, slow look at a CSV file of which DuckDB could not use every row: each such row is either read after all
// (a rarer form of date, a stray delimiter, GBK in one row) or told with line, column and reason.
#pragma once

#include "claims/reading/job.h"
#include "claims/reading/staging_sql.h"

namespace qiuhao::claims::reading {

struct Mended {
  std::int64_t records = 0;   // rows seen in the file, without the header
  std::int64_t salvaged = 0;  // rows in `salvage`
  std::int64_t dropped = 0;   // of the rows turned down: vali_flag = '0'
  std::int64_t told = 0;      // rows written to the file of rejected rows
};

// `turned_down`: rows that DuckDB's reader refused (in its table); `lacking`: rows without a required value.
Result<Mended> mend_csv(Job& job, const Source& source, const CsvLayout& layout, const std::vector<std::string>& header,
                        std::int64_t lacking, const Path& salvage, RejectFile& rejects);

// The same for every row of the file, without DuckDB: for files whose rows it may lose. All usable rows are salvaged.
Result<Mended> read_slowly(Job& job, const Source& source, const CsvLayout& layout,
                           const std::vector<std::string>& header, const Path& salvage, RejectFile& rejects);

// The layout of a salvage file.
CsvLayout salvage_layout(const CsvLayout& layout);

}  // namespace qiuhao::claims::reading
