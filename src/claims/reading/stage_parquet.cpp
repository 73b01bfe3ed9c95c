// One Parquet file: its own types are kept where they fit, texts are read as in CSV; rejected rows are told by number.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstdio>
#include <memory>

#include "claims/reading/byte_source.h"
#include "claims/reading/job.h"
#include "claims/reading/recognise.h"
#include "claims/reading/staging_sql.h"
#include "claims/reading/values.h"

namespace qiuhao::claims::reading {
namespace {

using tables::sql_name;
using tables::sql_text;

Result<std::vector<ParquetColumn>> describe(Job& job, const Source& source) {
  auto answer =
      job.engine.query(fmt::format("SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM read_parquet({}))",
                                   sql_text(source.text.string())));
  if (!answer) return fail(with_place(answer.error(), source.path));
  std::vector<ParquetColumn> columns;
  while (true) {
    ASSIGN(const tables::Chunk chunk, answer->next());
    if (chunk.rows() == 0) return columns;
    for (std::size_t row = 0; row < chunk.rows(); ++row)
      columns.push_back({std::string(chunk.column(0).text(row)), std::string(chunk.column(1).text(row))});
  }
}

const ParquetColumn* find(const std::vector<ParquetColumn>& columns, std::string_view national) {
  for (const ParquetColumn& column : columns) {
    if (column_key(column.name) == national) return &column;
  }
  return nullptr;
}

// The first value of a row that cannot be used, as a rejected row.
Reject judge_row(const tables::Chunk& chunk, std::size_t row, const std::vector<StagedColumn>& columns,
                 const std::vector<ParquetColumn>& present) {
  Reject reject;
  reject.line = chunk.column(0).value<std::int64_t>(row) + 1;
  for (std::size_t index = 0; index < columns.size(); ++index) {
    const tables::Vector texts = chunk.column(index + 1);
    const std::string text = texts.has(row) ? std::string(texts.text(row)) : "";
    const ShapeColumn& column = *columns[index].column;
    const ParquetColumn* source = find(present, column.national);
    if (source != nullptr && !text.empty()) reject.original += fmt::format("{}={} ", column.national, text);
    const Judged judged = judge_value(column, text);
    if (judged.reason.empty() || !reject.reason.empty()) continue;
    reject.reason = judged.reason;
    reject.column = source == nullptr ? column.national : source->name;
    reject.value = text;
  }
  if (reject.reason.empty()) reject.reason = "a value of this row cannot be used / 该行有无法使用的值";
  return reject;
}

Status tell_rejects(Job& job, const Source& source, const std::vector<StagedColumn>& columns,
                    const std::vector<ParquetColumn>& present, const std::string& flag) {
  std::vector<std::string> texts;
  for (const StagedColumn& column : columns) {
    const ParquetColumn* found = find(present, column.column->national);
    texts.push_back(found == nullptr ? "NULL::VARCHAR" : fmt::format("CAST({} AS VARCHAR)", sql_name(found->name)));
  }
  ASSIGN(tables::Answer answer,
         job.engine.query(fmt::format("SELECT file_row_number, {} FROM {} WHERE NOT {} AND {} ORDER BY 1",
                                      fmt::join(texts, ", "), parquet_scan(source.text), dropped_condition(flag),
                                      lacking_condition(columns))));
  RejectFile rejects = job.open_rejects(source);
  while (true) {
    ASSIGN(const tables::Chunk chunk, answer.next());
    if (chunk.rows() == 0) break;
    for (std::size_t row = 0; row < chunk.rows(); ++row) TRY(rejects.write(judge_row(chunk, row, columns, present)));
  }
  TRY(rejects.finish());
  job.outcome.rejected_files.push_back(rejects.path());
  return {};
}

}  // namespace

Status stage_parquet(Job& job, const Source& source) {
  ASSIGN(const std::vector<ParquetColumn> present, describe(job, source));
  std::vector<std::string> names;
  for (const ParquetColumn& column : present) names.push_back(column_key(column.name));
  ASSIGN(const TableShape* shape, job.shape_of(source, names));
  std::vector<StagedColumn> columns;
  for (const ShapeColumn& column : shape->columns)
    columns.push_back(parquet_column(column, find(present, column.national)));
  const ParquetColumn* valid = find(present, "vali_flag");
  const std::string flag = valid == nullptr ? "" : fmt::format("CAST({} AS VARCHAR)", sql_name(valid->name));

  StagedFile staged{{}, std::string(shape->table->name), source.path, source.hash, source.bytes};
  ASSIGN(staged.parquet, job.next_parquet(staged.table));
  TRY(job.reset_counters());
  auto rows = job.copy(source, copy_statement(columns, flag, parquet_scan(source.text), staged.parquet));
  if (!rows) return fail(with_place(rows.error(), source.path));
  staged.staged = *rows;
  ASSIGN(staged.dropped_invalid, job.counted(kDroppedRows));
  ASSIGN(staged.rejected, job.counted(kLackingRows));
  staged.read = staged.staged + staged.dropped_invalid + staged.rejected;
  if (staged.rejected > 0) TRY(tell_rejects(job, source, columns, present, flag));
  job.note_columns(*shape, names);
  job.outcome.staged.push_back(staged);
  return {};
}

}  // namespace qiuhao::claims::reading
