// Personal texts written one way, searched by a keyed hash, and masked.
#include <algorithm>
#include <vector>

#include "base/check.h"
#include "database/personal.h"

namespace qiuhao::database {
namespace {

// The characters of a text; a byte that is no UTF-8 stands for itself.
std::vector<std::string_view> characters_of(std::string_view text) {
  std::vector<std::string_view> characters;
  while (!text.empty()) {
    std::size_t size = 1;
    while (size < text.size() && size < 4 && (static_cast<unsigned char>(text[size]) & 0xc0) == 0x80) ++size;
    characters.push_back(text.substr(0, size));
    text.remove_prefix(size);
  }
  return characters;
}

// ASCII of a full-width form (U+FF01 … U+FF5E, U+3000), else the character itself.
std::string narrow(std::string_view character) {
  if (character == "\u3000") return " ";
  if (character.size() == 3 && character[0] == '\xef' && (character[1] == '\xbc' || character[1] == '\xbd')) {
    const int low = static_cast<unsigned char>(character[2]) & 0x3f;
    const int code = (character[1] == '\xbc' ? 0 : 0x40) + low;  // from U+FF00
    if (code >= 1 && code <= 0x5e) return std::string(1, static_cast<char>(code + 0x20));
  }
  return std::string(character);
}

bool is_dot(std::string_view character) {
  for (const std::string_view dot : {"·", "•", "・", "‧", "∙", "．"}) {
    if (character == dot) return true;
  }
  return false;
}

std::string stars(std::size_t count) { return std::string(count, '*'); }

std::string joined(const std::vector<std::string_view>& characters, std::size_t begin, std::size_t end) {
  std::string text;
  for (std::size_t index = begin; index < end; ++index) text += characters[index];
  return text;
}

}  // namespace

std::string normalised(Personal kind, std::string_view text) {
  std::string normal;
  for (const std::string_view character : characters_of(text)) {
    if (kind == Personal::name && is_dot(character)) {
      normal += "·";
      continue;
    }
    std::string one = narrow(character);
    const bool is_gap = one == " " || one == "\t" || one == "\r" || one == "\n" || one == "\u00a0";
    if (is_gap && (kind != Personal::name || normal.empty() || normal.ends_with(' '))) continue;
    if (kind != Personal::name && (one == "-" || one == "(" || one == ")")) continue;
    if (one.size() == 1 && one[0] >= 'a' && one[0] <= 'z') one[0] = static_cast<char>(one[0] - 'a' + 'A');
    normal += is_gap ? " " : one;
  }
  if (normal.ends_with(' ')) normal.pop_back();
  // Between Chinese characters a blank says nothing: 张 三 is 张三.
  if (kind == Personal::name && std::ranges::none_of(normal, [](char c) { return c >= 'A' && c <= 'Z'; }))
    std::erase(normal, ' ');
  if (kind == Personal::phone) {
    for (const std::string_view front : {"+86", "0086"}) {
      if (normal.starts_with(front)) normal.erase(0, front.size());
    }
    if (normal.size() == 13 && normal.starts_with("861")) normal.erase(0, 2);
  }
  return normal;
}

std::string blind_index(const KeyRing& ring, std::string_view table, std::string_view column, Personal kind,
                        std::string_view text) {
  std::string bytes = "qiuhao index 1\n";
  for (const std::string_view part : {table, column}) put_bounded(bytes, part);
  std::string normal = normalised(kind, text);
  put_bounded(bytes, normal);
  wipe(normal);
  std::string index = hmac(ring.index_digest(), ring.index_secret(), bytes);
  wipe(bytes);
  return index;
}

std::string masked(Personal kind, std::string_view text) {
  const auto characters = characters_of(text);
  const std::size_t size = characters.size();
  std::size_t front = 0;
  std::size_t back = 0;
  switch (kind) {
    case Personal::name: front = 1; break;
    case Personal::certificate:
      front = size >= 15 ? 3 : 1;
      back = size >= 15 ? 4 : 2;
      break;
    case Personal::phone:
      front = size >= 11 ? size - 8 : 0;
      back = size >= 11 ? 4 : 2;
      break;
    case Personal::account: back = 4; break;
  }
  const std::size_t hidden = kind == Personal::phone ? 4 : (size + 1) / 2;
  if (front + back + hidden > size) return stars(size);
  return joined(characters, 0, front) + stars(size - front - back) + joined(characters, size - back, size);
}

}  // namespace qiuhao::database
