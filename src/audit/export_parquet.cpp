// Parquet: rows stream through DuckDB's writer.
#include <fmt/format.h>

#include "audit/export.h"
#include "audit/rows_ahead.h"
#include "tables/row_stream.h"

namespace qiuhao::audit {
namespace {

constexpr int kRowGroupRows = 61'440;  // what the writer holds in memory at least

int number_after(std::string_view text, char mark) {
  int number = 0;
  for (const char c : text.substr(text.find(mark) + 1)) {
    if (c < '0' || c > '9') break;
    number = number * 10 + (c - '0');
  }
  return number;
}

tables::StreamColumn stream_column(const ExportColumn& column) {
  using Type = tables::StreamColumn::Type;
  const std::string name(column.name);
  if (column.sql_type == "VARCHAR") return {Type::text, name};
  if (column.sql_type == "DATE") return {Type::day, name};
  if (column.sql_type.starts_with("DECIMAL")) {
    return {Type::decimal, name, number_after(column.sql_type, '('), number_after(column.sql_type, ',')};
  }
  return {Type::integer, name};
}

void put(tables::StreamBatch& batch, std::size_t column, std::size_t row, const Cell& cell,
         const tables::StreamColumn& target) {
  switch (cell.kind) {
    case CellKind::none: return batch.set_none(column, row);
    case CellKind::text: return batch.set_text(column, row, cell.text);
    case CellKind::day: return batch.set_day(column, row, cell.day);
    case CellKind::number: break;
  }
  if (target.type == tables::StreamColumn::Type::integer) return batch.set_integer(column, row, cell.number.units);
  const auto scaled = rescale(cell.number, target.scale);
  if (!scaled) return batch.set_none(column, row);
  batch.set_decimal(column, row, scaled->units);
}

}  // namespace

Status export_parquet(std::span<const claims::Part> parts, const AuditResult& result, const Path& file,
                      const Path& spill) {
  std::vector<tables::StreamColumn> columns;
  std::string select;
  for (const ExportColumn& column : kFindingColumns) {
    columns.push_back(stream_column(column));
    select += fmt::format("{}CAST({} AS {}) AS {}", select.empty() ? "" : ", ", tables::sql_name(column.name),
                          column.sql_type, tables::sql_name(column.name));
  }
  RowsAhead rows(parts, result, result.options.threads);
  const auto source = [&](tables::StreamBatch& batch) {
    std::size_t row = 0;
    for (; row < tables::kStreamRows; ++row) {
      const FindingCells* cells = rows.next();
      if (cells == nullptr) break;
      for (std::size_t column = 0; column < cells->size(); ++column) {
        put(batch, column, row, (*cells)[column], columns[column]);
      }
    }
    return row;
  };
  tables::EngineOptions options;
  options.memory = "400MB";
  options.spill = spill;
  ASSIGN(tables::Engine engine, tables::Engine::open(options));
  TRY(tables::add_row_stream(engine, "findings", columns, source));
  return engine.run(
      fmt::format("COPY (SELECT {} FROM findings()) TO {} (FORMAT parquet, COMPRESSION zstd, "
                  "ROW_GROUP_SIZE {})",
                  select, tables::sql_text(file.string()), kRowGroupRows));
}

}  // namespace qiuhao::audit
