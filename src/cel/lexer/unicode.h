// Reading UTF-8 by code points: which of them may stand in a name, how wide they are on a terminal.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace qiuhao::cel {

struct CodeRange {
  char32_t first;
  char32_t last;
};
std::span<const CodeRange> name_start_ranges();
std::span<const CodeRange> name_part_ranges();

bool is_name_start(char32_t code);
bool is_name_part(char32_t code);

inline constexpr char32_t kBadCode = 0xFFFFFFFF;

struct CodePoint {
  char32_t code = kBadCode;  // kBadCode: the bytes are no UTF-8; length is then 1
  std::uint32_t length = 1;
};
// The code point that begins at `at`, which must be inside the text.
CodePoint code_point_at(std::string_view text, std::size_t at);
bool is_valid_utf8(std::string_view text);
std::size_t count_code_points(std::string_view text);
// The byte offset of the code point with this number; the text's size for its end; npos beyond.
std::size_t offset_of_code_point(std::string_view text, std::size_t number);
void append_code_point(std::string& text, char32_t code);

// Columns that a text takes on a terminal: Chinese and full-width characters take two.
std::size_t display_width(std::string_view text);

// The half-width form of full-width punctuation and digits ("（" is "("), or empty.
std::string_view half_width_form(char32_t code);

}  // namespace qiuhao::cel
