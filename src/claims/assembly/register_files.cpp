// One statement counts, one writes; of a large register each for a part of the keys.
#include "claims/assembly/register_files.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>

#include "base/check.h"
#include "claims/assembly/lasting_folder.h"
#include "claims/assembly/pseudonym.h"
#include "claims/assembly/staged_sql.h"
#include "claims/assembly/work.h"
#include "claims/reading.h"
#include "claims/reading/table_shape.h"
#include "tables/stop_watch.h"
#include "tables/text_function.h"

namespace qiuhao::claims::assembly {
namespace {

using tables::sql_name;
using tables::sql_text;

constexpr std::string_view kNeverUpdated = "TIMESTAMP '0001-01-01'";
constexpr const char* kPseudonymOf = "pseudonym_of";

std::string_view kind_of(std::string_view table) {
  for (const reading::NationalTable& known : reading::national_tables()) {
    if (known.name == table) return known.kind;
  }
  CHECK_NOTE(false, table);
}

// "day of time" or "listed" as SQL; registers have no other.
Result<std::string> derived_value(const Field& field) {
  if (field.derived == "listed") return std::string("'1'");
  constexpr std::string_view kDay = "day of ";
  if (field.derived.starts_with(kDay))
    return fmt::format("CAST({} AS DATE)", sql_name(field.derived.substr(kDay.size())));
  return input_error("bad_schema",
                     fmt::format("field {} is derived as '{}'; a register knows 'day of FIELD' and 'listed' alone",
                                 field.name, field.derived));
}

// Rows of one file as SELECT: every field, when the row was updated, and its place in the order of reading. File 0 is
// what was kept before; the others are as they were read.
Result<std::string> rows_of(tables::Engine& engine, const EntitySchema& schema, const Path& file, std::string_view kind,
                            std::size_t number) {
  ASSIGN(const std::set<std::string> names, column_names(engine, std::span(&file, 1)));
  std::string columns;
  for (const Field& field : schema.fields) {
    std::string value = names.contains(field.name) ? sql_name(field.name) : "NULL";
    if (!field.derived.empty()) {
      ASSIGN(value, derived_value(field));
    } else if (field.name == "kind" && !kind.empty()) {
      value = sql_text(kind);
    } else if (field.is_pseudonym && number > 0 && value != "NULL") {
      value = fmt::format("{}({})", kPseudonymOf, value);
    }
    columns += fmt::format("CAST({} AS {}) AS {}, ", value, reading::staged_type(field.type, field.scale),
                           sql_name(field.name));
  }
  return fmt::format(
      "SELECT {}_updated, {} AS _file, file_row_number AS _row FROM read_parquet({}, file_row_number = true)", columns,
      number, sql_text(file.string()));
}

std::vector<std::string> names_of(const EntitySchema& schema, bool keys_only) {
  std::vector<std::string> names;
  for (const Field& field : schema.fields) {
    if (field.is_key || !keys_only) names.push_back(sql_name(field.name));
  }
  return names;
}

std::string order_of(const EntitySchema& schema) {
  std::vector<std::string> names;
  for (const FieldIndex field : schema.order) names.push_back(sql_name(schema.fields[field].name));
  for (std::string& name : names_of(schema, true)) names.push_back(std::move(name));
  return fmt::format("{}", fmt::join(names, ", "));
}

// DuckDB says alike that it cannot read and that it cannot write; only what was there before can be damaged.
Error told_of(Error error, const MergeRegister& merge) {
  if (error.code == "interrupted" || (merge.stop != nullptr && merge.stop->load())) return interrupted().error();
  if (error.code != "sql_failed") return error;
  if (!merge.before->file.empty()) {
    const Status whole =
        verify_register(merge.workspace / merge.before->file, merge.before->bytes, merge.before->hash.hex());
    if (!whole) return whole.error();
  }
  return {Fault::system,
          "file_error",
          fmt::format("cannot be written ({}); check the disk and run it again",
                      error.message.substr(0, error.message.find('\n'))),
          {merge.target.string(), 0, 0, ""}};
}

// `pseudonym_of(psn_no)` for the statements of a register of people.
Status name_people(const MergeRegister& merge, const EntitySchema& table, tables::Engine& engine) {
  if (std::ranges::none_of(table.fields, &Field::is_pseudonym)) return {};
  ASSIGN(Pseudonyms pseudonyms, Pseudonyms::open(merge.workspace));
  return add_text_function(engine, kPseudonymOf, [pseudonyms = std::move(pseudonyms)](std::string_view psn_no) {
    return pseudonyms.of(psn_no);
  });
}

// Names the rows of before and of what was read.
Status name_arrived(const EntitySchema& table, const MergeRegister& merge, tables::Engine& engine) {
  std::vector<std::string> parts;
  if (!merge.before->file.empty()) {
    ASSIGN(std::string rows, rows_of(engine, table, merge.workspace / merge.before->file, "", 0));
    parts.push_back(std::move(rows));
  }
  for (std::size_t index = 0; index < merge.staged.size(); ++index) {
    const StagedRegister& staged = merge.staged[index];
    ASSIGN(std::string rows, rows_of(engine, table, staged.parquet, kind_of(staged.table), index + 1));
    parts.push_back(std::move(rows));
  }
  return engine.run(fmt::format("CREATE OR REPLACE VIEW arrived AS {}", fmt::join(parts, " UNION ALL ")));
}

// Writes the latest row of each key that arrived `where`; the number of rows that differ.
Result<std::int64_t> keep_latest(const EntitySchema& table, const std::string& where, const std::string& order,
                                 const Path& target, tables::Engine& engine) {
  const std::string keys = fmt::format("{}", fmt::join(names_of(table, true), ", "));
  const std::string fields = fmt::format("{}", fmt::join(names_of(table, false), ", "));
  ASSIGN(const std::int64_t different,
         engine.number(fmt::format("SELECT count(*) FROM (SELECT DISTINCT {} FROM arrived{})", fields, where)));
  TRY(engine.run(
      fmt::format("COPY (SELECT {}, _updated FROM arrived{} QUALIFY row_number() OVER (PARTITION BY {} ORDER "
                  "BY coalesce(_updated, {}) DESC, _file DESC, _row DESC) = 1{}) TO {} (FORMAT parquet, "
                  "COMPRESSION zstd)",
                  fields, where, keys, kNeverUpdated, order, sql_text(target.string()))));
  return different;
}

// What holds all rows of a key holds them in memory, so a large register is taken by parts of its keys, then sorted.
Result<std::int64_t> keep_latest_by_parts(const EntitySchema& table, const MergeRegister& merge, std::int64_t parts,
                                          tables::Engine& engine) {
  // Read, typed and named once, not once a part.
  const Path arrived = merge.target.string() + ".arrived";
  TRY(engine.run(fmt::format("COPY (SELECT * FROM arrived) TO {} (FORMAT parquet, COMPRESSION snappy)",
                             sql_text(arrived.string()))));
  TRY(engine.run(
      fmt::format("CREATE OR REPLACE VIEW arrived AS SELECT * FROM read_parquet({})", sql_text(arrived.string()))));
  const std::string keys = fmt::format("{}", fmt::join(names_of(table, true), ", "));
  std::vector<std::string> files;
  std::int64_t different = 0;
  for (std::int64_t part = 0; part < parts; ++part) {
    const Path file = fmt::format("{}.part-{}", merge.target.string(), part);
    const std::string where = fmt::format(" WHERE hash({}) % {} = {}", keys, parts, part);
    ASSIGN(const std::int64_t of_part, keep_latest(table, where, "", file, engine));
    different += of_part;
    files.push_back(sql_text(file.string()));
  }
  TRY(
      engine.run(fmt::format("COPY (SELECT * FROM read_parquet([{}]) ORDER BY {}) TO {} (FORMAT parquet, COMPRESSION "
                             "zstd)",
                             fmt::join(files, ", "), order_of(table), sql_text(merge.target.string()))));
  std::error_code ignored;  // what stays goes with the import's folder
  std::filesystem::remove(arrived, ignored);
  for (std::int64_t part = 0; part < parts; ++part)
    std::filesystem::remove(fmt::format("{}.part-{}", merge.target.string(), part), ignored);
  return different;
}

Result<StoredRegister> run(const Schema& schema, const MergeRegister& merge, tables::Engine& engine) {
  const EntitySchema& table = schema.of(merge.table);
  TRY(name_people(merge, table, engine));
  TRY(name_arrived(table, merge, engine));
  ASSIGN(const std::int64_t all, engine.number("SELECT count(*) FROM arrived"));
  const std::int64_t parts = 1 + all / merge.rows_at_once;
  const std::string order = fmt::format(" ORDER BY {}", order_of(table));
  ASSIGN(const std::int64_t different, parts == 1 ? keep_latest(table, "", order, merge.target, engine)
                                                  : keep_latest_by_parts(table, merge, parts, engine));
  StoredRegister stored;
  ASSIGN(const std::int64_t rows, staged_rows(engine, std::span(&merge.target, 1)));
  stored.file = fmt::format("{}/{:06}.parquet", register_folder(merge.table), merge.batch);
  stored.rows = static_cast<std::uint64_t>(rows);
  stored.equal = merge.before->equal + all - different;
  stored.older = merge.before->older + different - rows;
  return stored;
}

}  // namespace

std::string register_folder(Register table) {
  return fmt::format("registers/{}", kRegisterNames[static_cast<std::size_t>(table)]);
}

Result<StoredRegister> merge_register(const Schema& schema, const MergeRegister& merge) {
  TRY(make_folder(merge.target.parent_path()));
  ASSIGN(tables::Engine engine, tables::Engine::open({fmt::format("{}MB", merge.memory_megabytes),
                                                      merge.workspace / "tmp" / "registers", merge.threads}));
  Result<StoredRegister> stored;
  {
    const tables::StopWatch watch(engine, merge.stop);
    stored = run(schema, merge, engine);
  }
  if (!stored) return fail(told_of(stored.error(), merge));
  ASSIGN(stored->hash, hash_file(merge.target));
  std::error_code error;
  stored->bytes = std::filesystem::file_size(merge.target, error);
  return stored;
}

Status verify_register(const Path& path, std::uint64_t bytes, const std::string& hash) {
  std::error_code error;
  if (std::filesystem::file_size(path, error) == bytes && !error) {
    ASSIGN(const Hash128 found, hash_file(path));
    if (found.hex() == hash) return {};
  }
  return system_error("damaged_register", "has a wrong checksum; run: qiuhao doctor WORKSPACE",
                      {path.string(), 0, 0, ""});
}

}  // namespace qiuhao::claims::assembly
