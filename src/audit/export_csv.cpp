// CSV as Excel reads it.
#include "audit/csv_file.h"
#include "audit/export.h"
#include "audit/rows_ahead.h"

namespace qiuhao::audit {

Status export_findings_csv(std::span<const claims::Part> parts, const AuditResult& result, const Path& file) {
  CsvFile csv(file);
  csv.add_header(kFindingColumns);
  RowsAhead rows(parts, result, result.options.threads);
  while (const FindingCells* cells = rows.next()) csv.add(*cells);
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
