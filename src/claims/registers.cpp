// Registers from their files.
#include "claims/registers.h"

#include <fmt/format.h>

#include <filesystem>
#include <set>

#include "base/day.h"
#include "claims/assembly/batches.h"
#include "claims/assembly/staged_sql.h"
#include "claims/reading/table_shape.h"
#include "claims/tape.h"

namespace qiuhao::claims {
namespace {

constexpr int kMostAttempts = 100;
constexpr std::int64_t kMicros = 1'000'000;

void append(const Field& field, const tables::Vector& values, std::size_t row, ColumnBuilder& target) {
  if (!values.has(row)) return target.append_absent();
  switch (field.type) {
    case FieldType::code:
    case FieldType::text:
    case FieldType::id: return target.append_text(values.text(row));
    case FieldType::date: return target.append_day(values.value<std::int32_t>(row));
    // Whole local seconds, as microseconds.
    case FieldType::time: return target.append_number(values.value<std::int64_t>(row) / kMicros - kShanghaiOffset);
    case FieldType::decimal:
    case FieldType::integer: return target.append_number(values.value<std::int64_t>(row));
  }
}

Status read_rows(const Path& path, RegisterRows& rows) {
  ASSIGN(tables::Engine engine, tables::Engine::open({}));
  const std::vector<Field>& fields = rows.schema().fields;
  std::vector<std::string_view> names;
  for (const Field& field : fields) names.emplace_back(field.name);
  ASSIGN(const std::string sql, register_select(engine, rows.schema(), names, path));
  ASSIGN(tables::Answer answer, engine.query(sql));
  while (true) {
    ASSIGN(const tables::Chunk chunk, answer.next());
    if (chunk.rows() == 0) return {};
    for (std::size_t index = 0; index < fields.size(); ++index) {
      const tables::Vector values = chunk.column(index);
      ColumnBuilder& target = rows.builder(static_cast<FieldIndex>(index));
      for (std::size_t row = 0; row < chunk.rows(); ++row) append(fields[index], values, row, target);
    }
  }
}

Error damaged(const Path& path, const Error& why) {
  if (why.code != "sql_failed") return why;
  return {
      Fault::system,
      "damaged_register",
      fmt::format("cannot be read ({}); run: qiuhao doctor WORKSPACE", why.message.substr(0, why.message.find('\n'))),
      {path.string(), 0, 0, ""}};
}

}  // namespace

RegisterRows::RegisterRows(const EntitySchema& schema) : schema_(&schema) {
  for (const Field& field : schema.fields) builders_.emplace_back(field.storage(), field.scale);
}

Result<RegisterFile> find_register(const Path& workspace, Register table) {
  ASSIGN(const Manifest manifest, read_manifest(workspace));
  ASSIGN(const assembly::Batches batches, assembly::published_batches(workspace, manifest.generation));
  const assembly::StoredRegister& stored = batches.registers[static_cast<std::size_t>(table)];
  if (stored.file.empty()) return RegisterFile();
  return RegisterFile{workspace / stored.file, stored.rows, stored.hash};
}

Result<std::string> register_select(tables::Engine& engine, const EntitySchema& schema,
                                    std::span<const std::string_view> fields, const Path& file) {
  ASSIGN(const std::set<std::string> names, assembly::column_names(engine, std::span(&file, 1)));
  std::string columns;
  for (const std::string_view name : fields) {
    const Field& field = schema.fields[schema.find(name)];
    columns += fmt::format("{}CAST({} AS {})", columns.empty() ? "" : ", ",
                           names.contains(field.name) ? tables::sql_name(field.name) : "NULL",
                           reading::staged_type(field.type, field.scale));
  }
  return fmt::format("SELECT {} FROM read_parquet({})", columns, tables::sql_text(file.string()));
}

Result<RegisterRows> load_register(const Schema& schema, Register table, const Path& workspace) {
  for (int attempt = 0;; ++attempt) {
    RegisterRows rows(schema.of(table));
    ASSIGN(const RegisterFile file, find_register(workspace, table));
    if (file.path.empty()) return rows;
    rows.content = file.content;
    const Status read = read_rows(file.path, rows);
    if (read) return rows;
    // A writer that published meanwhile is the cure of it; without one it is damage.
    ASSIGN(const RegisterFile now, find_register(workspace, table));
    if (now.path == file.path || attempt >= kMostAttempts) return fail(damaged(file.path, read.error()));
  }
}

}  // namespace qiuhao::claims
