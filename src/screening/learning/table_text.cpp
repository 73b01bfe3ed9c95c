// Looks at a file's head only; the rest is DuckDB's.
#include "screening/learning/table_text.h"

#include <fmt/format.h>
#include <stdlib.h>

#include <algorithm>
#include <array>
#include <utility>

#include "claims/reading/byte_source.h"
#include "claims/reading/charset.h"
#include "claims/reading/records.h"
#include "screening/learning/feature_table.h"
#include "tables/engine.h"

namespace qiuhao::screening {
namespace {

namespace reading = claims::reading;

constexpr std::size_t kHeadBytes = std::size_t{1} << 20;
constexpr std::size_t kMaxLineBytes = std::size_t{4} << 20;

// Which of the usual delimiters the header line has most of, and how many, outside quotes.
std::pair<char, std::size_t> delimiter_of(std::string_view head) {
  constexpr std::string_view kDelimiters = ",;\t|";
  std::array<std::size_t, kDelimiters.size()> counts{};
  bool is_quoted = false;
  for (const char c : head) {
    if (c == '"') is_quoted = !is_quoted;
    if (is_quoted) continue;
    if (c == '\n' || c == '\r') break;
    if (const std::size_t place = kDelimiters.find(c); place != std::string_view::npos) ++counts[place];
  }
  const auto most = std::ranges::max_element(counts);
  return {kDelimiters[static_cast<std::size_t>(most - counts.begin())], *most};
}

std::unexpected<Error> refused(const Path& file, const char* code, Sentence sentence) {
  return input_error(code, std::move(sentence), {file.string(), 0, 0, ""});
}

Status check_size(const Path& file) {
  std::error_code problem;
  if (std::filesystem::is_directory(file, problem))
    return refused(file, "no_such_file",
                   {"is a folder; name a CSV or Parquet file", "是文件夹；请写 CSV 或 Parquet 文件"});
  const std::uintmax_t bytes = std::filesystem::file_size(file, problem);
  if (problem)
    return refused(file, "no_such_file",
                   {"is not there; name a CSV or Parquet file", "没有这个文件；请写 CSV 或 Parquet 文件"});
  if (bytes <= kMaxTableBytes) return {};
  return refused(file, "file_too_large",
                 {fmt::format("is larger than {} MiB; a table of providers is smaller: split it", kMaxTableBytes >> 20),
                  fmt::format("超过 {} MiB；请拆分", kMaxTableBytes >> 20)});
}

// A file in a new folder that nobody else may enter.
Result<std::unique_ptr<const Path, RemoveFolder>> temporary_file() {
  std::string folder = (std::filesystem::temp_directory_path() / "qiuhao-table-XXXXXX").string();
  if (::mkdtemp(folder.data()) == nullptr)
    return system_error("cannot_write", "no temporary folder can be made; is the disk full?", {folder, 0, 0, ""});
  return std::unique_ptr<const Path, RemoveFolder>(new Path(Path(folder) / "table.csv"));
}

Status check_record(const Path& file, const reading::Record& record) {
  if (!record.open_quote && !record.too_long) return {};
  return input_error("bad_table",
                     record.open_quote
                         ? Sentence{"a quote begins here and does not end where a field ends; close it, or "
                                    "double the quotes inside a text",
                                    "此处的引号没有在字段末尾结束；请补上引号，文字中的引号要写两个"}
                         : Sentence{"the line is too long for a table", "这一行太长"},
                     {file.string(), static_cast<int>(record.line), 0, ""});
}

// The names of the columns, without a byte-order mark.
Result<std::vector<std::string>> names_of(const Path& file, std::string_view line, char delimiter) {
  if (line.starts_with("\xEF\xBB\xBF")) line.remove_prefix(3);
  std::vector<std::string> names;
  for (const std::string& field : reading::split_record(line, delimiter)) names.emplace_back(reading::trimmed(field));
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i].empty()) names[i] = fmt::format("column {}", i + 1);
    if (std::find(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(i), names[i]) ==
        names.begin() + static_cast<std::ptrdiff_t>(i)) {
      continue;
    }
    return refused(file, "repeated_column",
                   {fmt::format("has two columns '{}'; name one of them otherwise", names[i]),
                    fmt::format("有两列都叫“{}”；请改一个列名", names[i])});
  }
  return names;
}

// Names and number of rows.
Status read_records(const Path& file, const Path& csv, char delimiter, TableText& text) {
  ASSIGN(auto bytes, reading::open_bytes(csv));
  reading::RecordReader records(std::move(bytes), delimiter);
  reading::Record record;
  ASSIGN(bool is_there, records.next(record));
  if (!is_there) {
    return refused(
        file, "no_rows",
        {"is empty; a header line and a row for each provider are needed", "是空的；要有表头和每家机构一行"});
  }
  TRY(check_record(file, record));
  ASSIGN(text.names, names_of(file, record.text, delimiter));
  while (true) {
    ASSIGN(is_there, records.next(record));
    if (!is_there) return {};
    TRY(check_record(file, record));
    ++text.rows;
  }
}

// All said, so that nothing is guessed from a sample.
std::string csv_source(const Path& text, char delimiter, std::size_t columns) {
  std::string types;
  for (std::size_t column = 0; column < columns; ++column)
    types += fmt::format("{}'c{}': 'VARCHAR'", column == 0 ? "" : ", ", column);
  return fmt::format(
      "read_csv({}, auto_detect = false, header = true, delim = {}, quote = '\"', escape = '\"', strict_mode = true, "
      "columns = {{{}}}, max_line_size = {}, parallel = false)",
      tables::sql_text(text.string()), tables::sql_text(std::string_view(&delimiter, 1)), types, kMaxLineBytes);
}

}  // namespace

void RemoveFolder::operator()(const Path* copy) const {
  std::error_code ignored;
  std::filesystem::remove_all(copy->parent_path(), ignored);
  delete copy;
}

std::unexpected<Error> too_many_columns(const Path& file, std::size_t columns) {
  return refused(file, "too_many_columns",
                 {fmt::format("has {} columns, and {} are the most; choose those that say something of a provider",
                              columns, kMaxTableColumns),
                  fmt::format("有 {} 列，最多 {} 列；请只留说明机构情况的列", columns, kMaxTableColumns)});
}

Result<TableText> table_text(const Path& file) {
  TRY(check_size(file));
  ASSIGN(const reading::Packing packing, reading::packing_of(file));
  if (packing != reading::Packing::none)
    return refused(file, "packed_table", {"is packed; unpack it first", "是压缩文件；请先解压"});
  ASSIGN(const std::string head, reading::read_head(file, kHeadBytes));
  if (head.starts_with("PAR1"))
    return TableText{nullptr, fmt::format("read_parquet({})", tables::sql_text(file.string())), {}};
  const reading::Charset charset = reading::charset_of(head);
  if (charset == reading::Charset::utf16)
    return refused(file, "utf16_table", {"is UTF-16; save it as \"CSV UTF-8\"", "是 UTF-16；请另存为“CSV UTF-8”"});
  TableText text;
  // DuckDB takes one kind of line end, so a copy has that.
  if (charset == reading::Charset::gb18030 || head.find('\r') != std::string::npos) {
    ASSIGN(text.copy, temporary_file());
    TRY(reading::rewrite_as_utf8(file, charset, *text.copy, nullptr));
  }
  const Path& readable = text.copy == nullptr ? file : *text.copy;
  ASSIGN(const std::string readable_head, reading::read_head(readable, kHeadBytes));
  const auto [delimiter, count] = delimiter_of(readable_head);
  if (count >= kMaxTableColumns) return too_many_columns(file, count + 1);
  TRY(read_records(file, readable, delimiter, text));
  text.source = csv_source(readable, delimiter, text.names.size());
  return text;
}

std::unexpected<Error> unreadable_table(Error error, const Path& file) {
  if (error.code != "sql_failed") return fail(std::move(error));
  constexpr std::string_view kLine = "CSV Error on Line: ", kOriginal = "\nOriginal Line: ";
  const std::string& said = error.message;
  Place place{file.string(), 0, 0, ""};
  std::string_view reason = std::string_view(said).substr(0, said.find('\n'));
  if (const std::size_t at = said.find(kLine); at != std::string::npos) {
    place.line = std::atoi(said.c_str() + at + kLine.size());
    const std::size_t original = said.find(kOriginal, at);
    const std::size_t begin = original == std::string::npos ? original : said.find('\n', original + 1);
    if (begin != std::string::npos)
      reason = std::string_view(said).substr(begin + 1, said.find('\n', begin + 1) - begin - 1);
  }
  if (reason.starts_with("Expected Number of Columns")) {
    return input_error(
        "bad_table",
        Sentence{fmt::format("has another number of fields than the header ({}); put texts that hold the "
                             "delimiter in quotes",
                             reason),
                 "与表头的列数不同；含分隔符的文字请加引号"},
        std::move(place));
  }
  return input_error(
      "bad_table",
      Sentence{fmt::format("cannot be read as a table: {}", reason), fmt::format("不能作为表格读取：{}", reason)},
      std::move(place));
}

}  // namespace qiuhao::screening
