// UTF-8 by code points.
#include "cel/lexer/unicode.h"

#include <algorithm>
#include <array>
#include <utility>

namespace qiuhao::cel {
namespace {

bool in_ranges(std::span<const CodeRange> ranges, char32_t code) {
  const auto after = std::ranges::upper_bound(ranges, code, {}, &CodeRange::first);
  return after != ranges.begin() && code <= std::prev(after)->last;
}

constexpr auto kFullWidth = std::to_array<std::pair<char32_t, std::string_view>>({
    {U'（', "("}, {U'）', ")"},  {U'，', ","},  {U'。', "."},     {U'：', ":"},  {U'；', ";"}, {U'？', "?"},
    {U'！', "!"}, {U'＝', "=="}, {U'＞', ">"},  {U'＜', "<"},     {U'≥', ">="},  {U'≤', "<="}, {U'≠', "!="},
    {U'＋', "+"}, {U'－', "-"},  {U'—', "-"},   {U'＊', "*"},     {U'×', "*"},   {U'／', "/"}, {U'÷', "/"},
    {U'％', "%"}, {U'＆', "&&"}, {U'｜', "||"}, {U'［', "["},     {U'］', "]"},  {U'【', "["}, {U'】', "]"},
    {U'｛', "{"}, {U'｝', "}"},  {U'“', "\""},  {U'”', "\""},     {U'＂', "\""}, {U'‘', "'"},  {U'’', "'"},
    {U'＇', "'"}, {U'、', ","},  {U'．', "."},  {U'\u3000', " "}, {U'０', "0"},  {U'１', "1"}, {U'２', "2"},
    {U'３', "3"}, {U'４', "4"},  {U'５', "5"},  {U'６', "6"},     {U'７', "7"},  {U'８', "8"}, {U'９', "9"},
});

constexpr CodeRange kWide[] = {{0x1100, 0x115F},   {0x2E80, 0x303E},   {0x3041, 0x33FF},  {0x3400, 0x4DBF},
                               {0x4E00, 0x9FFF},   {0xA000, 0xA4CF},   {0xAC00, 0xD7A3},  {0xF900, 0xFAFF},
                               {0xFE30, 0xFE4F},   {0xFF00, 0xFF60},   {0xFFE0, 0xFFE6},  {0x1F300, 0x1F64F},
                               {0x1F900, 0x1F9FF}, {0x20000, 0x2FFFD}, {0x30000, 0x3FFFD}};

}  // namespace

bool is_name_start(char32_t code) {
  if (code < 0x80) return (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z') || code == '_';
  // Full-width letters and digits are letters to Unicode, but here they are slips of the input method.
  return (code < 0xFF00 || code > 0xFF5E) && in_ranges(name_start_ranges(), code);
}

bool is_name_part(char32_t code) {
  if (code < 0x80) return is_name_start(code) || (code >= '0' && code <= '9');
  return (code < 0xFF00 || code > 0xFF5E) && in_ranges(name_part_ranges(), code);
}

CodePoint code_point_at(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(at);
  if (lead < 0x80) return {lead, 1};
  const std::uint32_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || at + length > text.size()) return {};
  char32_t code = lead & (0x7FU >> length);
  for (std::uint32_t i = 1; i < length; ++i) {
    if ((byte(at + i) & 0xC0U) != 0x80) return {};
    code = (code << 6) | (byte(at + i) & 0x3FU);
  }
  const bool too_long = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
  if (too_long || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) return {};
  return {code, length};
}

bool is_valid_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = code_point_at(text, at);
    if (point.code == kBadCode) return false;
    at += point.length;
  }
  return true;
}

std::size_t count_code_points(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0U) != 0x80 ? 1 : 0;
  return count;
}

std::size_t offset_of_code_point(std::string_view text, std::size_t number) {
  std::size_t seen = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if ((static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80) continue;
    if (seen++ == number) return at;
  }
  return seen == number ? text.size() : std::string_view::npos;
}

void append_code_point(std::string& text, char32_t code) {
  const auto put = [&](char32_t bits) { text.push_back(static_cast<char>(static_cast<unsigned char>(bits))); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xC0 | (code >> 6));
    put(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    put(0xE0 | (code >> 12));
    put(0x80 | ((code >> 6) & 0x3F));
    put(0x80 | (code & 0x3F));
  } else {
    put(0xF0 | (code >> 18));
    put(0x80 | ((code >> 12) & 0x3F));
    put(0x80 | ((code >> 6) & 0x3F));
    put(0x80 | (code & 0x3F));
  }
}

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = code_point_at(text, at);
    width += in_ranges(kWide, point.code) ? 2 : 1;
    at += point.length;
  }
  return width;
}

std::string_view half_width_form(char32_t code) {
  const auto found = std::ranges::find(kFullWidth, code, [](const auto& entry) { return entry.first; });
  return found == kFullWidth.end() ? std::string_view{} : found->second;
}

}  // namespace qiuhao::cel
