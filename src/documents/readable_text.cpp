// Character by character.
#include "documents/readable_text.h"

#include <cstdint>

#include "base/utf8.h"

namespace qiuhao::documents {
namespace {

struct Range {
  std::uint32_t first;
  std::uint32_t last;
};
// Control characters, marks that turn or join writing, blanks without width, line ends, tags, and what is no character.
constexpr Range kUnseen[] = {{0x00, 0x1F},     {0x7F, 0x9F},     {0xAD, 0xAD},     {0x61C, 0x61C},
                             {0x180B, 0x180F}, {0x200B, 0x200F}, {0x2028, 0x202E}, {0x2060, 0x206F},
                             {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF}, {0xFFF0, 0xFFFB}, {0xE0000, 0xE0FFF}};

// The bytes of the character that begins here, 1 for a byte that is none.
std::size_t letter_bytes(std::string_view text) {
  for (std::size_t count = 1; count <= 4 && count <= text.size(); ++count) {
    if (is_utf8(text.substr(0, count))) return count;
  }
  return 1;
}

std::uint32_t code_of(std::string_view letter) {
  const auto first = static_cast<unsigned char>(letter[0]);
  if (letter.size() == 1) return first;
  std::uint32_t code = first & (0xFFU >> (letter.size() + 1));
  for (const char byte : letter.substr(1)) code = (code << 6U) | (static_cast<unsigned char>(byte) & 0x3FU);
  return code;
}

bool is_unseen(std::uint32_t code) {
  for (const Range& range : kUnseen) {
    if (code >= range.first && code <= range.last) return true;
  }
  return false;
}

}  // namespace

std::string readable(std::string_view text, bool keeps_lines) {
  std::string out;
  bool was_return = false;
  while (!text.empty()) {
    const std::string_view letter = text.substr(0, letter_bytes(text));
    text.remove_prefix(letter.size());
    const bool is_line_end = letter == "\r" || (letter == "\n" && !was_return);
    was_return = letter == "\r";
    if (!is_utf8(letter))
      out += "\uFFFD";
    else if (is_line_end)
      out += keeps_lines ? "\n" : "";
    else if (letter == "\t")
      out += ' ';
    else if (!is_unseen(code_of(letter)))
      out += letter;
  }
  return out;
}

}  // namespace qiuhao::documents
