// From DuckDB's JSON to sentences.
#include "cli/sql_error.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "cel/lexer/source.h"
#include "text/document.h"

namespace qiuhao::cli {
namespace {

// The first line of a sentence; candidates that DuckDB lists below it are not for people.
std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

// What stands between the first pair of quotes; "" for none.
std::string quoted_part(const std::string& text) {
  const std::size_t begin = text.find('"');
  const std::size_t end = begin == std::string::npos ? begin : text.find('"', begin + 1);
  return end == std::string::npos ? "" : text.substr(begin + 1, end - begin - 1);
}

// "a,b,c" as a list.
std::vector<std::string> parts_of(const std::string& list) {
  std::vector<std::string> parts;
  for (std::size_t begin = 0; begin < list.size();) {
    const std::size_t end = std::min(list.find(',', begin), list.size());
    parts.push_back(list.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

Sentence syntax(const std::string& message) {
  const std::string near = quoted_part(message);
  Sentence sentence = near.empty() ? Sentence{"the statement ends too soon", "语句不完整"}
                                   : Sentence{fmt::format("this is no SQL near '{}'", near),
                                              fmt::format("“{}”附近不是正确的 SQL", near)};
  return sentence + Sentence{"; a name that is a word of SQL goes in double quotes, as in \"end\"",
                             "；与 SQL 关键字同名的列请加双引号，如 \"end\""};
}

Sentence sentence_of(const text::Node& root, const SqlNames& names) {
  const std::string message = first_line(root.text_of("exception_message"));
  const std::string kind = root.text_of("exception_type");
  const std::string subtype = root.text_of("error_subtype");
  const std::string name = root.text_of("name");
  if (subtype == "SYNTAX_ERROR" || kind == "Parser") return syntax(message);
  if (subtype == "COLUMN_NOT_FOUND") {
    return Sentence{fmt::format("there is no column {}", name), fmt::format("没有列 {}", name)} +
           cel::suggest_name(name, names.columns);
  }
  if (subtype == "MISSING_ENTRY" && root.text_of("type") == "Table") {
    return Sentence{fmt::format("there is no table {}", name), fmt::format("没有表 {}", name)} +
           cel::suggest_name(name, names.views);
  }
  if (subtype == "MISSING_ENTRY") {
    return Sentence{fmt::format("there is no function {}", name), fmt::format("没有函数 {}", name)} +
           cel::suggest_name(name, parts_of(root.text_of("candidates")));
  }
  if (subtype == "NO_MATCHING_FUNCTION") {
    const std::string call = root.text_of("call");
    return {fmt::format("{} is no function for these types; cast a value, as in amount::DOUBLE", call),
            fmt::format("{}：没有适合这些类型的函数；请转换类型，如 amount::DOUBLE", call)};
  }
  if (kind == "Permission") {
    return {"files, extensions and other databases cannot be reached; only the views of the workspace can be read",
            "不能访问文件、扩展或其他数据库；只能读取工作区的视图"};
  }
  if (kind == "Out of Memory") {
    return {"the memory is used up; give more with --memory, or ask for less",
            "内存已用完；请用 --memory 给更多内存，或缩小查询"};
  }
  return {message, "DuckDB：" + message};
}

}  // namespace

Error explain_sql_error(const Error& error, const std::string& sql, const SqlNames& names) {
  const std::size_t begin = error.message.find('{');
  const bool is_of_duckdb = error.code == "sql_failed" || error.code == "out_of_memory";
  const std::size_t end_of_json = error.message.rfind('}');
  if (!is_of_duckdb || begin == std::string::npos || end_of_json == std::string::npos) return error;
  const std::string_view json = std::string_view(error.message).substr(begin, end_of_json + 1 - begin);
  const auto root = text::parse_json(json, "");
  if (!root) return error;
  const Sentence sentence = sentence_of(*root, names);
  const std::string digits = root->text_of("position");
  std::uint32_t position = 0;
  const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), position);
  const bool has_place = !digits.empty() && failed == std::errc() && position <= sql.size();
  if (!has_place) return {error.fault, error.code, sentence.english, {}, sentence.chinese};
  const cel::Source source{sql, {"SQL", 1, 1, ""}};
  return source.error(error.code, sentence, position).error();
}

}  // namespace qiuhao::cli
