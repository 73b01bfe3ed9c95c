// Codes of a cell: one plain form, separators, ranges.
#include "knowledge/code_list.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <unordered_set>

#include "knowledge/point_line.h"

namespace qiuhao::knowledge {
namespace {

// What stands between codes becomes a blank; signs of a range become "~", which no code has.
struct Sign {
  std::string_view from;
  std::string_view to;
};
constexpr std::array<Sign, 13> kSigns = {{
    {"，", " "},
    {"、", " "},
    {"；", " "},
    {"　", " "},
    {"\xC2\xA0", " "},
    {"～", "~"},
    {"〜", "~"},
    {"至", "~"},
    {"—", "~"},
    {"–", "~"},
    {"－", "-"},
    {"．", "."},
    {"＿", "_"},
}};

// A full-width letter or digit at the front, as its plain one.
std::optional<char> plain_of(std::string_view text) {
  if (text.size() < 3 || text[0] != '\xEF') return std::nullopt;
  const int code =
      (static_cast<unsigned char>(text[1]) - 0xBC) * 64 + (static_cast<unsigned char>(text[2]) - 0x80) + 0x20;
  const bool is_word = (code >= '0' && code <= '9') || (code >= 'A' && code <= 'Z') || (code >= 'a' && code <= 'z');
  return is_word ? std::optional(static_cast<char>(code)) : std::nullopt;
}

std::string plain_codes(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const auto sign = std::ranges::find_if(kSigns, [&](const Sign& one) { return text.starts_with(one.from); });
    if (sign != kSigns.end()) {
      out += sign->to;
      text.remove_prefix(sign->from.size());
    } else if (const auto plain = plain_of(text)) {
      out += *plain;
      text.remove_prefix(3);
    } else {
      const char c = text.front();
      const bool parts = c == ',' || c == ';' || c == '\t' || c == '\n' || c == '\r';
      out += parts ? ' ' : c;
      text.remove_prefix(1);
    }
  }
  // Blanks around the sign of a range are no separators.
  for (std::size_t at = out.find('~'); at != std::string::npos; at = out.find('~', at + 1)) {
    while (at + 1 < out.size() && out[at + 1] == ' ') out.erase(at + 1, 1);
    while (at > 0 && out[at - 1] == ' ') out.erase(--at, 1);
  }
  return out;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// A code that ends in digits: what stands before them.
std::string_view stem_of(std::string_view code) {
  std::size_t end = code.size();
  while (end > 0 && is_digit(code[end - 1]) && code.size() - end < 15) --end;
  return code.substr(0, end);
}

struct Ends {
  std::string_view from;
  std::string_view to;
};

bool are_of_one_form(Ends ends) {
  const std::string_view stem = stem_of(ends.from);
  return ends.from.size() == ends.to.size() && stem == stem_of(ends.to) && stem.size() < ends.from.size();
}

// The ends of a range; nullopt for a code. A plain dash may belong to a code: it is a range only between two codes of
// one form that begin with a letter.
std::optional<Ends> ends_of(std::string_view word) {
  if (const std::size_t sign = word.find('~'); sign != std::string_view::npos) {
    return Ends{word.substr(0, sign), word.substr(sign + 1)};
  }
  const std::size_t dash = word.find('-');
  if (dash == std::string_view::npos || word.find('-', dash + 1) != std::string_view::npos) return std::nullopt;
  const Ends ends{word.substr(0, dash), word.substr(dash + 1)};
  const bool has_letter = !ends.from.empty() && !is_digit(ends.from.front());
  return has_letter && are_of_one_form(ends) ? std::optional(ends) : std::nullopt;
}

std::int64_t number_after(std::string_view code, std::size_t stem) {
  std::int64_t number = 0;
  std::from_chars(code.data() + stem, code.data() + code.size(), number);
  return number;
}

Result<std::vector<std::string>> codes_between(Ends ends, const Place& place) {
  const auto refused = [&](std::string_view english, std::string_view chinese) {
    return input_error("bad_code_range",
                       Sentence{fmt::format("the range {} to {} {}; list its codes", ends.from, ends.to, english),
                                fmt::format("范围 {} 至 {} {}；请逐个列出编码", ends.from, ends.to, chinese)},
                       place);
  };
  if (!are_of_one_form(ends)) {
    return refused("has ends that are not of one form, as A01 and A05 are", "两端的形式不同（应如 A01 与 A05）");
  }
  const std::string_view stem = stem_of(ends.from);
  const std::size_t digits = ends.from.size() - stem.size();
  const std::int64_t first = number_after(ends.from, stem.size());
  const std::int64_t last = number_after(ends.to, stem.size());
  if (last < first) return refused("ends before it begins", "终点在起点之前");
  if (last - first >= static_cast<std::int64_t>(kMaxCodesOfRange)) {
    return refused(fmt::format("holds more than {} codes", kMaxCodesOfRange),
                   fmt::format("超过 {} 个编码", kMaxCodesOfRange));
  }
  std::vector<std::string> codes;
  for (std::int64_t number = first; number <= last; ++number) {
    codes.push_back(fmt::format("{}{:0{}}", stem, number, digits));
  }
  return codes;
}

}  // namespace

Result<std::vector<std::string>> read_code_list(std::string_view text, const Place& place) {
  std::vector<std::string> codes;
  std::unordered_set<std::string> known;
  for (std::string& word : split_items(plain_codes(text))) {
    std::vector<std::string> meant;
    if (const auto ends = ends_of(word)) {
      ASSIGN(meant, codes_between(*ends, place));
    } else {
      meant.push_back(std::move(word));
    }
    for (std::string& code : meant) {
      if (known.insert(code).second) codes.push_back(std::move(code));
    }
  }
  return codes;
}

}  // namespace qiuhao::knowledge
