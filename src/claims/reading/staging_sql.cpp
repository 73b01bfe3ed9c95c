// Names and texts reach SQL only through sql_name and sql_text.
#include "claims/reading/staging_sql.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "claims/reading.h"
#include "tables/engine.h"

namespace qiuhao::claims::reading {
namespace {

using tables::sql_name;
using tables::sql_text;

// Blanks as `trimmed` takes them: spaces, tabs, line ends and U+3000. Trimming costs as much as the scan, so only texts
// with a blank at an end go through it.
std::string trim_sql(const std::string& text) {
  static constexpr std::string_view kWide = "\xE3\x80\x80";
  return fmt::format(
      "nullif(CASE WHEN {0} < '!' OR prefix({0}, '{1}') OR suffix({0}, ' ') OR suffix({0}, '{1}') OR suffix({0}, '\t') "
      "OR "
      "suffix({0}, '\r') OR suffix({0}, '\n') THEN trim({0}, ' \t\r\n{1}') ELSE {0} END, '')",
      text, kWide);
}

std::string day_of_digits(const std::string& digits) {
  return fmt::format(
      "(CASE WHEN {0} BETWEEN 10000101 AND 99991231 THEN CAST(try_strptime(CAST({0} AS VARCHAR), "
      "'%Y%m%d') AS DATE) END)",
      digits);
}

std::string time_of_digits(const std::string& digits) {
  return fmt::format(
      "(CASE WHEN {0} BETWEEN 10000101 AND 99991231 THEN try_strptime(CAST({0} AS VARCHAR), '%Y%m%d') "
      "WHEN {0} BETWEEN 10000101000000 AND 99991231235959 THEN try_strptime(CAST({0} AS VARCHAR), "
      "'%Y%m%d%H%M%S') END)",
      digits);
}

// Infinity and the years that a Day does not hold are no days.
std::string outside_calendar(const ShapeColumn& column, const std::string& value) {
  return fmt::format("{} NOT BETWEEN {type} '0001-01-01' AND {type} '9999-12-31'", value,
                     fmt::arg("type", staged_type(column)));
}

// The tape keeps seconds; equal rows must be equal whichever way they were read.
std::string whole_seconds(const ShapeColumn& column, const std::string& value) {
  return column.type == FieldType::time ? fmt::format("date_trunc('second', {})", value) : value;
}

// Another value or form than the column may have.
std::string closed_or(const ShapeColumn& column, const std::string& value, std::string unusable) {
  if (!column.pattern.empty()) {
    const std::string malformed = fmt::format("NOT regexp_full_match({}, {})", value, sql_text(column.pattern));
    unusable = unusable.empty() ? malformed : fmt::format("{} OR {}", unusable, malformed);
  }
  if (column.allowed.empty()) return unusable;
  std::vector<std::string> words;
  for (const std::string& word : column.allowed) words.push_back(sql_text(word));
  const std::string other = fmt::format("CAST({} AS VARCHAR) NOT IN ({})", value, fmt::join(words, ", "));
  return unusable.empty() ? other : fmt::format("{} OR {}", unusable, other);
}

std::string required_or(const ShapeColumn& column, const std::string& value, std::string unusable) {
  unusable = closed_or(column, value, unusable);
  if (!column.required) return unusable;
  const std::string lacking = fmt::format("{} IS NULL", value);
  return unusable.empty() ? lacking : fmt::format("{} OR {}", lacking, unusable);
}

std::string reader_type(const ColumnSource& source) {
  if (source.in_digits) return "BIGINT";
  if (source.column->type == FieldType::integer) return "DECIMAL(18,0)";
  return staged_type(*source.column);
}

StagedColumn absent_column(const ShapeColumn& column) {
  return {&column, fmt::format("CAST(NULL AS {})", staged_type(column)), ""};
}

}  // namespace

std::string csv_scan(const CsvLayout& layout, const Path& file) {
  std::vector<std::string> types(layout.width, "VARCHAR");
  for (const ColumnSource& source : layout.sources) {
    if (source.position >= 0) types[static_cast<std::size_t>(source.position)] = reader_type(source);
  }
  std::string columns;
  for (std::size_t index = 0; index < types.size(); ++index)
    columns += fmt::format("{}'c{}': '{}'", index == 0 ? "" : ", ", index, types[index]);
  return fmt::format(
      "read_csv({}, auto_detect = false, header = true, delim = {}, quote = '\"', escape = '\"', strict_mode = true, "
      "nullstr = ['', 'NULL', '\\N'], columns = {{{}}}, max_line_size = {}, store_rejects = true, rejects_limit = "
      "10000, rejects_table = "
      "'{}', "
      "rejects_scan = '{}_scan')",
      sql_text(file.string()), sql_text(std::string(1, layout.delimiter)), columns, kMostRowBytes, kTurnedDown,
      kTurnedDown);
}

std::vector<StagedColumn> csv_columns(const CsvLayout& layout) {
  std::vector<StagedColumn> columns;
  for (const ColumnSource& source : layout.sources) {
    const ShapeColumn& column = *source.column;
    if (source.position < 0) {
      columns.push_back(absent_column(column));
      continue;
    }
    const std::string raw = fmt::format("c{}", source.position);
    StagedColumn staged{&column, raw, ""};
    if (column.is_moment()) {
      if (source.in_digits) {
        staged.value = column.type == FieldType::date ? day_of_digits(raw) : time_of_digits(raw);
        staged.unusable = fmt::format("({} IS NOT NULL AND {} IS NULL)", raw, staged.value);
      } else {
        staged.value = whole_seconds(column, raw);
        staged.unusable = outside_calendar(column, raw);
      }
    } else if (column.type == FieldType::integer) {
      staged.value = fmt::format("CAST({} AS BIGINT)", raw);
    } else if (!column.is_number()) {
      staged.value = trim_sql(raw);
    }
    staged.unusable = required_or(column, staged.value, staged.unusable);
    columns.push_back(std::move(staged));
  }
  return columns;
}

std::string parquet_scan(const Path& file) {
  return fmt::format("read_parquet({}, file_row_number = true)", sql_text(file.string()));
}

StagedColumn parquet_column(const ShapeColumn& column, const ParquetColumn* source) {
  if (source == nullptr) return absent_column(column);
  const std::string raw = sql_name(source->name);
  const std::string text = trim_sql(fmt::format("CAST({} AS VARCHAR)", raw));
  StagedColumn staged{&column, text, ""};
  if (column.is_moment()) {
    const bool is_date = column.type == FieldType::date;
    const std::string digits = fmt::format("TRY_CAST({} AS BIGINT)", text);
    if (source->type == "TIMESTAMP WITH TIME ZONE") {
      // An instant: the edge is Asia/Shanghai, eight hours ahead.
      staged.value = fmt::format("CAST(make_timestamp(epoch_us({}) + 28800000000) AS {})", raw, staged_type(column));
    } else if (source->type == "DATE" || source->type.starts_with("TIMESTAMP")) {
      staged.value = fmt::format("CAST({} AS {})", raw, staged_type(column));
    } else {
      staged.value = fmt::format("coalesce({}, TRY_CAST({} AS {}))",
                                 is_date ? day_of_digits(digits) : time_of_digits(digits), text, staged_type(column));
    }
    staged.unusable = fmt::format("({} IS NOT NULL AND {} IS NULL) OR {}", text, staged.value,
                                  outside_calendar(column, staged.value));
    staged.value = whole_seconds(column, staged.value);
  } else if (column.is_number()) {
    const std::string type = column.type == FieldType::integer ? "DECIMAL(18,0)" : staged_type(column);
    const std::string number = source->type == "VARCHAR" ? fmt::format("TRY_CAST({} AS {})", text, type)
                                                         : fmt::format("TRY_CAST({} AS {})", raw, type);
    staged.value = column.type == FieldType::integer ? fmt::format("CAST({} AS BIGINT)", number) : number;
    staged.unusable = fmt::format("({} IS NOT NULL AND {} IS NULL)", text, number);
  }
  staged.unusable = required_or(column, staged.value, staged.unusable);
  return staged;
}

std::string lacking_condition(const std::vector<StagedColumn>& columns) {
  std::vector<std::string> conditions;
  for (const StagedColumn& column : columns) {
    if (!column.unusable.empty()) conditions.push_back(fmt::format("coalesce({}, false)", column.unusable));
  }
  return conditions.empty() ? "false" : fmt::format("({})", fmt::join(conditions, " OR "));
}

std::string dropped_condition(const std::string& flag) {
  return flag.empty() ? "false" : fmt::format("coalesce(trim({}) = '0', false)", flag);
}

std::string copy_statement(const std::vector<StagedColumn>& columns, const std::string& flag, const std::string& scan,
                           const Path& target) {
  std::vector<std::string> values;
  std::vector<std::string> content;
  for (const StagedColumn& column : columns) {
    const std::string name = sql_name(column.column->name);
    values.push_back(fmt::format("{} AS {}", column.value, name));
    if (column.column->in_content) content.push_back(name);
  }
  return fmt::format(
      "COPY (SELECT *, hash({}) AS _content FROM (SELECT {} FROM {} WHERE CASE WHEN {} THEN nextval('{}') < 0 "
      "WHEN {} THEN nextval('{}') < 0 ELSE true END)) TO {} (FORMAT parquet, COMPRESSION snappy)",
      fmt::join(content, ", "), fmt::join(values, ", "), scan, dropped_condition(flag), kDroppedRows,
      lacking_condition(columns), kLackingRows, sql_text(target.string()));
}

}  // namespace qiuhao::claims::reading
