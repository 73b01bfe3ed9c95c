// DuckDB's sentences, as version 1.x writes them; what is not known here is shown as it is, cut to its first line.
#include "screening/sampling/read_error.h"

#include <fmt/format.h>

#include <cstdlib>

namespace qiuhao::screening {
namespace {

// The number after some words; 0 when they are not there.
int number_after(const std::string& text, std::string_view words) {
  const std::size_t at = text.find(words);
  return at == std::string::npos ? 0 : std::atoi(text.c_str() + at + words.size());
}

}  // namespace

Error explain_read_error(Error error, const Path& file) {
  const std::string said = error.message;
  const auto has = [&](std::string_view words) { return said.find(words) != std::string::npos; };
  if (error.place.file.empty()) error.place.file = file.string();
  if (error.code != "sql_failed") return error;
  error.place.line = number_after(said, "CSV Error on Line: ");
  const auto is = [&](const char* code, std::string english, std::string chinese) {
    error.code = code;
    error.message = std::move(english);
    error.chinese = std::move(chinese);
    return error;
  };
  if (has("Invalid unicode")) {
    error.place.line = 0;  // DuckDB's line is that of a block
    return is("not_utf8", "is not UTF-8; save it again as \"CSV UTF-8\"", "不是 UTF-8 编码；请另存为“CSV UTF-8”");
  }
  if (has("Expected Number of Columns:")) {
    const int expected = number_after(said, "Expected Number of Columns: "), found = number_after(said, " Found: ");
    return is(
        "wrong_width",
        fmt::format("the row has {} fields where the header has {}; put texts with commas in quotes", found, expected),
        fmt::format("此行有 {} 个字段，表头有 {} 个；含逗号的文字请加引号", found, expected));
  }
  if (has("unterminated quote") || has("quote should be followed") || has("unquoted value")) {
    return is("open_quote", "a quote does not end, or stands inside a field; write it twice there",
              "引号没有结束，或出现在字段中间；字段内的引号请写两个");
  }
  if (has("magic bytes") || has("too small to be a Parquet"))
    return is("no_parquet", "is no Parquet file; name CSV files .csv", "不是 Parquet 文件；CSV 文件请用 .csv 后缀");
  error.message = said.substr(0, said.find('\n'));
  return error;
}

}  // namespace qiuhao::screening
