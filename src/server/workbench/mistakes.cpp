// Places come with the errors; only how far the mark goes is worked out here.
#include "server/workbench/mistakes.h"

#include <algorithm>

namespace qiuhao::server {
namespace {

bool is_of_word(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80 || c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// Every character begins with one byte that is no continuation.
bool begins_character(char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }

std::string_view line_of(std::string_view text, int line) {
  for (int at = 1; at < line; ++at) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return "";
    text.remove_prefix(end + 1);
  }
  return text.substr(0, text.find('\n'));
}

}  // namespace

int marked_length(std::string_view text, int line, int column) {
  std::string_view rest = line_of(text, line);
  for (int at = 1; at < column && !rest.empty(); ++at) {
    rest.remove_prefix(1);
    while (!rest.empty() && !begins_character(rest.front())) rest.remove_prefix(1);
  }
  int length = 0;
  for (const char c : rest) {
    if (!is_of_word(c)) break;
    if (begins_character(c)) ++length;
  }
  return std::max(length, 1);
}

void write_mistakes(text::JsonWriter& json, std::span<const Error> errors, std::string_view text) {
  json.key("mistakes").begin_array();
  for (const Error& error : errors) {
    const Place& place = error.place;
    json.begin_object()
        .field("code", error.code)
        .field("line", place.line)
        .field("column", place.column)
        .field("length", place.line == 0 ? 0 : marked_length(text, place.line, place.column));
    json.key("sentence")
        .begin_object()
        .field("zh", error.chinese.empty() ? error.message : error.chinese)
        .field("en", error.message)
        .end_object();
    json.field("snippet", error.snippet).end_object();
  }
  json.end_array();
}

}  // namespace qiuhao::server
