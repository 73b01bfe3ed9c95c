// One plain form of Chinese text.
#include "knowledge/plain_text.h"

#include <algorithm>
#include <array>
#include <optional>

namespace qiuhao::knowledge {
namespace {

struct Replacement {
  std::string_view from;
  std::string_view to;
};

constexpr std::array<Replacement, 25> kReplacements = {{
    {"。", ";"},    {"　", ""},     {"\xC2\xA0", ""}, {" ", ""},    {"\t", ""},   {"\r", ""},   {"\n", ";"},
    {"⼉", "儿"},   {"⼥", "女"},   {"⼦", "子"},     {"⽉", "月"}, {"⽇", "日"}, {"⽣", "生"}, {"⼈", "人"},
    {"⼤", "大"},   {"⼩", "小"},   {"⼀", "一"},     {"⼆", "二"}, {"⼗", "十"}, {"⾼", "高"}, {"⾎", "血"},
    {"周岁", "岁"}, {"足岁", "岁"}, {"—", "-"},       {"–", "-"},
}};

// A full-width form U+FF01..U+FF5E at the front of text, as its ASCII character.
std::optional<char> ascii_of_full_width(std::string_view text) {
  if (text.size() < 3 || text[0] != '\xEF') return std::nullopt;
  const auto second = static_cast<unsigned char>(text[1]);
  const auto third = static_cast<unsigned char>(text[2]);
  if (second != 0xBC && second != 0xBD) return std::nullopt;
  const int code = (second - 0xBC) * 64 + (third - 0x80) + 0x20;
  if (code < 0x21 || code > 0x7E) return std::nullopt;
  return static_cast<char>(code);
}

constexpr std::array<std::string_view, 10> kNumerals = {"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
constexpr std::string_view kTen = "十";
constexpr std::size_t kBytes = 3;  // of one Chinese character

std::optional<int> digit_of(std::string_view text) {
  for (std::size_t i = 1; i < kNumerals.size(); ++i) {
    if (text.starts_with(kNumerals[i])) return static_cast<int>(i);
  }
  return std::nullopt;
}

// A numeral from 一 to 九十九 at the front of text; takes it away.
std::optional<int> take_numeral(std::string_view& text) {
  std::string_view rest = text;
  const auto tens = digit_of(rest);
  if (tens) rest.remove_prefix(kBytes);
  if (!rest.starts_with(kTen)) {
    if (tens) text = rest;
    return tens;
  }
  rest.remove_prefix(kTen.size());
  const auto ones = digit_of(rest);
  if (ones) rest.remove_prefix(kBytes);
  text = rest;
  return tens.value_or(1) * 10 + ones.value_or(0);
}

std::string with_digits(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    std::string_view rest = text;
    const auto number = take_numeral(rest);
    const bool is_counted = rest.starts_with("岁") || rest.starts_with("天") || rest.starts_with("日") ||
                            rest.starts_with("次") || rest.starts_with("个月") || rest.starts_with("月龄");
    if (number && is_counted) {
      out += std::to_string(*number);
      text = rest;
      continue;
    }
    const std::size_t taken = number ? text.size() - rest.size() : 1;
    out += text.substr(0, taken);
    text.remove_prefix(taken);
  }
  return out;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

std::string plain_text(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    if (const auto ascii = ascii_of_full_width(text)) {
      out += *ascii;
      text.remove_prefix(3);
      continue;
    }
    const auto starts = [text](const Replacement& replacement) { return text.starts_with(replacement.from); };
    const auto found = std::ranges::find_if(kReplacements, starts);
    if (found != kReplacements.end()) {
      out += found->to;
      text.remove_prefix(found->from.size());
      continue;
    }
    out += text.front();
    text.remove_prefix(1);
  }
  return with_digits(out);
}

std::string without_list_numbers(std::string_view plain) {
  std::string out;
  for (std::size_t i = 0; i < plain.size();) {
    const bool starts_item = i == 0 || plain[i - 1] == ':' || plain[i - 1] == ';';
    std::size_t end = i;
    while (starts_item && end < plain.size() && end < i + 2 && is_digit(plain[end])) ++end;
    const bool is_number = end > i && end < plain.size() && (plain[end] == '.' || plain.substr(end).starts_with("、"));
    if (is_number) i = plain[end] == '.' ? end + 1 : end + kBytes;
    if (i < plain.size()) out += plain[i++];
  }
  return out;
}

std::vector<std::string> clauses(std::string_view plain) {
  std::vector<std::string> parts;
  while (!plain.empty()) {
    const std::size_t end = std::min(plain.find_first_of(",;"), plain.size());
    if (end > 0) parts.emplace_back(plain.substr(0, end));
    plain.remove_prefix(std::min(end + 1, plain.size()));
  }
  return parts;
}

std::string mask(std::string_view text, std::initializer_list<std::string_view> words) {
  std::string out;
  while (!text.empty()) {
    const auto starts = [text](std::string_view word) { return text.starts_with(word); };
    const auto found = std::ranges::find_if(words, starts);
    out += found != words.end() ? '*' : text.front();
    text.remove_prefix(found != words.end() ? found->size() : 1);
  }
  return out;
}

bool has_any(std::string_view text, std::span<const std::string_view> words) {
  return std::ranges::any_of(words,
                             [text](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

bool has_any(std::string_view text, std::initializer_list<std::string_view> words) {
  return has_any(text, std::span(words.begin(), words.size()));
}

}  // namespace qiuhao::knowledge
