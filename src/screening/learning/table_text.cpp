// Looks at a file's head only; the rest is DuckDB's.
#include "screening/learning/table_text.h"

#include <fmt/format.h>
#include <stdlib.h>

#include <algorithm>
#include <array>
#include <utility>

#include "claims/reading/byte_source.h"
#include "claims/reading/charset.h"
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
Result<Path> temporary_file() {
  std::string folder = (std::filesystem::temp_directory_path() / "qiuhao-table-XXXXXX").string();
  if (::mkdtemp(folder.data()) != nullptr) return Path(folder) / "table.csv";
  return system_error("cannot_write", "no temporary folder can be made; is the disk full?", {folder, 0, 0, ""});
}

}  // namespace

TableText::TableText(Path path, char delimiter, bool is_temporary)
    : path_(std::move(path)), delimiter_(delimiter), is_temporary_(is_temporary) {}

TableText::TableText(TableText&& other) noexcept
    : path_(std::move(other.path_)),
      delimiter_(other.delimiter_),
      is_temporary_(std::exchange(other.is_temporary_, false)) {}

TableText& TableText::operator=(TableText&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(delimiter_, other.delimiter_);
  std::swap(is_temporary_, other.is_temporary_);
  return *this;
}

TableText::~TableText() {
  std::error_code ignored;
  if (is_temporary_) std::filesystem::remove_all(path_.parent_path(), ignored);
}

std::string TableText::source() const {
  const std::string path = tables::sql_text(path_.string());
  if (delimiter_ == '\0') return fmt::format("read_parquet({})", path);
  return fmt::format(
      "read_csv({}, delim = {}, quote = '\"', escape = '\"', comment = '', header = true, all_varchar = true, "
      "max_line_size = {}, parallel = false)",
      path, tables::sql_text(std::string_view(&delimiter_, 1)), kMaxLineBytes);
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
  if (head.starts_with("PAR1")) return TableText(file, '\0', false);
  const reading::Charset charset = reading::charset_of(head);
  if (charset == reading::Charset::utf16)
    return refused(file, "utf16_table", {"is UTF-16; save it as \"CSV UTF-8\"", "是 UTF-16；请另存为“CSV UTF-8”"});
  TableText text(file, ',', false);
  if (charset == reading::Charset::gb18030) {
    ASSIGN(Path copy, temporary_file());
    text = TableText(std::move(copy), ',', true);
    TRY(reading::rewrite_as_utf8(file, charset, text.path(), nullptr));
  }
  ASSIGN(const std::string readable, reading::read_head(text.path(), kHeadBytes));
  const auto [delimiter, count] = delimiter_of(readable);
  if (count >= kMaxTableColumns) return too_many_columns(file, count + 1);
  text.set_delimiter(delimiter);
  return text;
}

}  // namespace qiuhao::screening
