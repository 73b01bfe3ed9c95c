// Relations over Parquet files.
#include "claims/assembly/staged_sql.h"

#include <fmt/format.h>

namespace qiuhao::claims::assembly {
namespace {

using tables::sql_name;
using tables::sql_text;

// Rows without a person get the person of their visit, when there is one.
Result<std::string> with_people(const Layout& layout, tables::Engine& engine, const StagedFiles& staged,
                                const std::string& relation) {
  ASSIGN(const std::int64_t without_person,
         engine.number(fmt::format("SELECT count(*) FROM {} WHERE _person IS NULL", relation)));
  if (without_person == 0) return relation;
  if (staged.visits.empty() || layout.entity == Entity::visit) return relation;
  return fmt::format(
      "(SELECT t.* REPLACE (coalesce(t._person, v.person) AS _person) FROM {} t LEFT JOIN (SELECT id, arg_max(_person, "
      "(coalesce(_updated, TIMESTAMP '0001-01-01'), _person)) AS person FROM read_parquet({}, union_by_name = true) "
      "GROUP BY id) v ON t.{} = v.id)",
      relation, file_list(staged.visits), sql_name(layout.columns[layout.visit].name));
}

}  // namespace

Result<std::set<std::string>> column_names(tables::Engine& engine, std::span<const Path> files) {
  ASSIGN(tables::Answer answer,
         engine.query(fmt::format("SELECT DISTINCT name FROM parquet_schema({})", file_list(files))));
  std::set<std::string> names;
  while (true) {
    ASSIGN(const tables::Chunk chunk, answer.next());
    if (chunk.rows() == 0) return names;
    for (std::size_t row = 0; row < chunk.rows(); ++row) names.emplace(chunk.column(0).text(row));
  }
}

std::string file_list(std::span<const Path> files) {
  std::string list = "[";
  for (const Path& file : files) list += (list.size() == 1 ? "" : ", ") + sql_text(file.string());
  return list + "]";
}

Result<std::string> staged_relation(const Layout& layout, tables::Engine& engine, const StagedFiles& staged) {
  const std::vector<Path>& files = staged.files;
  ASSIGN(const std::set<std::string> names, column_names(engine, files));
  const std::int64_t batch = staged.batch << (kFileBits + kRowBits);
  const std::string order = fmt::format("{} + file_index * {} + file_row_number", batch, std::int64_t{1} << kRowBits);
  std::string columns;
  for (const LayoutColumn& column : layout.columns) {
    const std::string value = column.name == "_order"       ? order
                              : names.contains(column.name) ? sql_name(column.name)
                                                            : std::string("NULL");
    columns += fmt::format("{}CAST({} AS {}) AS {}", columns.empty() ? "" : ", ", value, column.sql_type,
                           sql_name(column.name));
  }
  return fmt::format("(SELECT {} FROM read_parquet({}, union_by_name = true))", columns, file_list(files));
}

Result<std::int64_t> staged_rows(tables::Engine& engine, std::span<const Path> files) {
  if (files.empty()) return 0;
  return engine.number(fmt::format("SELECT sum(num_rows) FROM parquet_file_metadata({})", file_list(files)));
}

Result<std::string> rows_with_people(const Layout& layout, tables::Engine& engine, const StagedFiles& staged) {
  ASSIGN(const std::string rows, staged_relation(layout, engine, staged));
  ASSIGN(const std::string relation, with_people(layout, engine, staged, rows));
  return fmt::format("SELECT * FROM {}", relation);
}

}  // namespace qiuhao::claims::assembly
