// The files of findings: CSV for Excel, typed Parquet, xlsx sheets. All stream, so memory does not grow with findings.
#pragma once

#include <span>

#include "audit/export_rows.h"
#include "base/files.h"

namespace qiuhao::audit {

// A sheet of Excel holds 1,048,576 rows; further findings go to further sheets.
inline constexpr std::size_t kSheetRows = 1'000'000;

// UTF-8 with a byte-order mark, header "english / 中文". A text that a spreadsheet would take for a formula (it begins
// with = + - @) or that begins with ' gets one ' in front.
Status export_findings_csv(std::span<const claims::Part> parts, const AuditResult& result, const Path& file);
Status export_undecided_csv(std::span<const claims::Part> parts, const AuditResult& result, const Path& file);

// Types and names of kFindingColumns. `spill` is for DuckDB's scratch data.
Status export_parquet(std::span<const claims::Part> parts, const AuditResult& result, const Path& file,
                      const Path& spill);

// Sheets 汇总 (by rule) and 违规明细 (findings), 违规明细 2, … Scratch data goes to `spill`, which must exist.
Status export_xlsx(std::span<const claims::Part> parts, const AuditResult& result, const Path& file, const Path& spill,
                   std::size_t sheet_rows = kSheetRows);

}  // namespace qiuhao::audit
