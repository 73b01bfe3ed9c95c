// DuckDB reads the file; everything comes as text, so that no column is guessed to be a number.
#include "screening/sampling/table_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "base/utf8.h"
#include "screening/sampling/read_error.h"
#include "tables/engine.h"
#include "text/csv.h"

namespace qiuhao::screening {
namespace {

// A folder that only we may read, for what a sort does not hold in memory; none where it cannot be made.
class SpillFolder {
 public:
  SpillFolder() {
    std::error_code code;
    std::string name = (std::filesystem::temp_directory_path(code) / "qiuhao-sort-XXXXXX").string();
    if (!code && ::mkdtemp(name.data()) != nullptr) path_ = name;
  }
  SpillFolder(const SpillFolder&) = delete;
  SpillFolder& operator=(const SpillFolder&) = delete;
  ~SpillFolder() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  const Path& path() const { return path_; }

 private:
  Path path_;
};

constexpr std::size_t kMaxHeaderBytes = std::size_t{1} << 20;

bool is_parquet(const Path& file) { return file.string().ends_with(".parquet"); }

// The header is read here and told to DuckDB, which then guesses nothing.
Result<std::vector<std::string>> csv_header(const Path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::string header;
  bool is_quoted = false;
  for (char c = 0; header.size() < kMaxHeaderBytes && stream.get(c);) {
    if (c == '"') is_quoted = !is_quoted;
    if (!is_quoted && (c == '\n' || c == '\r')) break;
    header += c;
  }
  const Place place{file.string(), 1, 0, ""};
  if (header.empty()) {
    return input_error("no_header",
                       Sentence{"is empty; its first line should name the columns", "文件为空；第一行应为列名"}, place);
  }
  if (!is_utf8(header)) {
    return input_error("not_utf8",
                       Sentence{"is not UTF-8; save it again as \"CSV UTF-8\"", "不是 UTF-8 编码；请另存为“CSV UTF-8”"},
                       place);
  }
  ASSIGN(text::CsvTable table, text::parse_csv(header + "\n", file.string()));
  return std::move(table.header);
}

std::string source_of(const Path& file, const std::vector<std::string>& columns) {
  const std::string name = tables::sql_text(file.string());
  if (is_parquet(file)) return fmt::format("read_parquet({})", name);
  std::string types;
  for (const std::string& column : columns)
    types += fmt::format("{}{}: 'VARCHAR'", types.empty() ? "" : ", ", tables::sql_text(column));
  return fmt::format(
      "read_csv({}, auto_detect = false, header = true, delim = ',', quote = '\"', escape = '\"', columns = {{{}}})",
      name, types);
}

Result<tables::Engine> open_engine(const Path& file, const Path& spill) {
  std::error_code code;
  if (!std::filesystem::is_regular_file(file, code)) {
    return input_error("no_such_file",
                       Sentence{"is no file; name a CSV file with a header or a .parquet file",
                                "文件不存在；请写带表头的 CSV 文件或 .parquet 文件"},
                       {file.string(), 0, 0, ""});
  }
  if (file.string().find_first_of("*?[") != std::string::npos) {
    return input_error("bad_file_name", Sentence{"has one of * ? [ in its name; rename it", "文件名含 * ? [；请改名"},
                       {file.string(), 0, 0, ""});
  }
  tables::EngineOptions options;
  options.spill = spill;
  return tables::Engine::open(options);
}

Result<std::vector<std::string>> columns_of(tables::Engine& engine, const Path& file) {
  if (!is_parquet(file)) return csv_header(file);
  auto answer = engine.query(fmt::format("SELECT * FROM {} LIMIT 0", source_of(file, {})));
  if (!answer) return fail(explain_read_error(answer.error(), file));
  std::vector<std::string> names;
  for (std::size_t column = 0; column < answer->columns(); ++column) names.push_back(answer->column_name(column));
  return names;
}

Status check_columns(const std::vector<std::string>& there, const RowReading& reading, const Path& file) {
  for (const std::string& name : reading.columns) {
    if (std::find(there.begin(), there.end(), name) != there.end()) continue;
    std::string all;
    for (const std::string& known : there) all += (all.empty() ? "" : ", ") + known;
    return input_error("unknown_column",
                       Sentence{fmt::format("has no column {}; its columns are: {}", name, all),
                                fmt::format("没有列 {}；现有列：{}", name, all)},
                       {file.string(), 0, 0, name});
  }
  return {};
}

}  // namespace

Result<std::vector<std::string>> columns_of(const Path& file) {
  ASSIGN(tables::Engine engine, open_engine(file, ""));
  return columns_of(engine, file);
}

Status read_rows(const Path& file, const RowReading& reading, const TakeRow& take) {
  const SpillFolder spill;  // outlives the engine
  ASSIGN(tables::Engine engine, open_engine(file, spill.path()));
  ASSIGN(const auto there, columns_of(engine, file));
  TRY(check_columns(there, reading, file));
  std::string select;
  for (const std::string& name : reading.columns)
    select += fmt::format("{}CAST({} AS VARCHAR)", select.empty() ? "" : ", ", tables::sql_name(name));
  std::string sql = fmt::format("SELECT {} FROM {}", select, source_of(file, there));
  if (reading.order_by != RowReading::kNotOrdered) sql += fmt::format(" ORDER BY {}", reading.order_by + 1);
  auto answer = engine.query(sql);
  if (!answer) return fail(explain_read_error(answer.error(), file));

  std::vector<std::string_view> row(reading.columns.size());
  for (std::size_t number = 0;;) {
    auto chunk = answer->next();
    if (!chunk) return fail(explain_read_error(chunk.error(), file));
    if (chunk->rows() == 0) return {};
    for (std::size_t at = 0; at < chunk->rows(); ++at) {
      if (++number > reading.most_rows) {
        return input_error("too_many_rows",
                           Sentence{fmt::format("has more than {} rows, the most that are read", reading.most_rows),
                                    fmt::format("超过 {} 行的上限", reading.most_rows)},
                           {file.string(), 0, 0, ""});
      }
      for (std::size_t column = 0; column < row.size(); ++column) {
        const tables::Vector values = chunk->column(column);
        // The text of a vector may lie in the vector itself, so it is looked at in place.
        row[column] = values.has(at) ? values.text(at) : std::string_view();
      }
      TRY(take(number, row));
    }
  }
}

Result<Cents> read_cents(std::string_view text, const Path& file, std::size_t row, const std::string& column) {
  const auto number = parse_decimal(text);
  if (number) {
    const auto cents = rescale(*number, 2);
    if (cents && compare(*cents, *number) == 0) return cents->units;
  }
  return input_error(
      "bad_amount",
      Sentence{fmt::format("row {}, column {}: '{}' is no amount; write digits with at most two places, "
                           "as in 1234.50",
                           row, column, text),
               fmt::format("第 {} 行 {} 列：“{}”不是金额；请写至多两位小数的数字，例如 1234.50", row, column, text)},
      {file.string(), 0, 0, column});
}

Status check_name(std::string_view text, const Path& file, std::size_t row, const std::string& column) {
  const Place place{file.string(), 0, 0, column};
  if (text.empty()) {
    return input_error("empty_name",
                       Sentence{fmt::format("row {}: column {} is empty; every row needs one", row, column),
                                fmt::format("第 {} 行：{} 列为空；每行都必须填写", row, column)},
                       place);
  }
  if (text.size() > kMaxNameBytes) {
    return input_error("name_too_long",
                       Sentence{fmt::format("row {}: column {} is longer than {} bytes", row, column, kMaxNameBytes),
                                fmt::format("第 {} 行：{} 列超过 {} 字节", row, column, kMaxNameBytes)},
                       place);
  }
  const bool has_control = std::any_of(text.begin(), text.end(), [](char c) { return c >= 0 && c < ' '; });
  if (!has_control && is_utf8(text)) return {};
  return input_error("bad_name",
                     Sentence{fmt::format("row {}: column {} has control characters or is not UTF-8", row, column),
                              fmt::format("第 {} 行：{} 列含控制字符或不是 UTF-8", row, column)},
                     place);
}

}  // namespace qiuhao::screening
