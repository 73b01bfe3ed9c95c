// Walking a scalar as written and as read side by side: what is no blank stands in both, in the same order.
#include "text/scalar_place.h"

#include <algorithm>

namespace qiuhao::text {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

std::size_t skip_blanks(std::string_view content, std::size_t at) {
  while (at < content.size() && is_blank(content[at])) ++at;
  return at;
}

// Behind the | or >, its indicators and a comment, up to the next line.
std::size_t skip_block_head(std::string_view content, std::size_t at) {
  const std::size_t end = content.find('\n', at);
  return end == std::string_view::npos ? content.size() : end + 1;
}

// The escape at a backslash of a double-quoted scalar: what it stands for and how many bytes it takes; 0 for one that
// is not followed, such as é written as \u00e9.
std::size_t plain_escape(std::string_view content, std::size_t at, char& stands_for) {
  if (at + 1 >= content.size()) return 0;
  switch (const char c = content[at + 1]; c) {
    case '"':
    case '\\':
    case '/':
    case ' ': stands_for = c; return 2;
    case 'n': stands_for = '\n'; return 2;
    case 'r': stands_for = '\r'; return 2;
    case 't': stands_for = '\t'; return 2;
    default: return 0;
  }
}

// The byte of a text at a line and column that count from 1, columns in characters.
std::size_t offset_at(std::string_view text, int line, int column) {
  std::size_t at = 0;
  for (int i = 1; i < line; ++i) {
    const std::size_t end = text.find('\n', at);
    if (end == std::string_view::npos) return text.size();
    at = end + 1;
  }
  for (int i = 1; i < column && at < text.size(); ++i) {
    ++at;
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80) ++at;
  }
  return at;
}

}  // namespace

Result<ScalarPlaces> ScalarPlaces::make(std::string_view content, const Node& node, const std::string& file) {
  const auto refuse = [&] {
    return input_error("unknown_form",
                       Sentence{"this text is written with an escape or tag that is not followed; write it plainly",
                                "这段文本用了不支持的转义或标签；请直接书写"},
                       {file, node.line, node.column, ""});
  };
  std::size_t at = std::min(node.offset, content.size());
  const char first = at < content.size() ? content[at] : '\0';
  const bool is_quoted = node.quoted && (first == '"' || first == '\'');
  const bool is_block = !is_quoted && (first == '|' || first == '>');
  if (node.quoted && !is_quoted && !is_block) return refuse();
  if (is_quoted) ++at;
  if (is_block) at = skip_block_head(content, at);
  ScalarPlaces places;
  for (const char c : node.scalar) {
    // A line break within double quotes may be escaped away.
    while (is_quoted && first == '"' && at + 1 < content.size() && content[at] == '\\' && content[at + 1] == '\n') {
      at = skip_blanks(content, at + 2);
    }
    char escaped = '\0';
    const std::size_t escape = is_quoted && first == '"' && at < content.size() && content[at] == '\\'
                                   ? plain_escape(content, at, escaped)
                                   : 0;
    if (is_blank(c) && (escape == 0 || escaped != c)) {
      // Of several blanks as written one may have been read, or more: they have no place of their own.
      places.offsets_.push_back(at);
      if (at < content.size() && is_blank(content[at])) ++at;
      continue;
    }
    if (escape == 0) at = skip_blanks(content, at);
    if (at >= content.size()) return refuse();
    places.offsets_.push_back(at);
    if (is_quoted && first == '\'' && c == '\'' && content.substr(at, 2) == "''") {
      at += 2;
    } else if (escape > 0 && escaped == c) {
      at += escape;
    } else if (content[at] == c) {
      ++at;
    } else {
      return refuse();
    }
  }
  places.offsets_.push_back(at);
  return places;
}

Place place_of_offset(std::string_view content, std::size_t offset, const std::string& file) {
  const std::string_view before = content.substr(0, offset);
  const std::size_t line_start = before.find_last_of('\n') + 1;  // npos + 1 is 0
  const auto is_start = [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80; };
  const std::string_view line = before.substr(line_start);
  return {file, 1 + static_cast<int>(std::ranges::count(before, '\n')),
          1 + static_cast<int>(std::ranges::count_if(line, is_start)), ""};
}

std::optional<Place> place_in_file(std::string_view content, const Node& node, const std::string& file,
                                   const Place& in_scalar) {
  const auto places = ScalarPlaces::make(content, node, file);
  if (!places) return std::nullopt;
  return place_of_offset(content, places->offset(offset_at(node.scalar, in_scalar.line, in_scalar.column)), file);
}

}  // namespace qiuhao::text
