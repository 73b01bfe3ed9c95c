// Codes are compared letter by letter without their dots.
#include "knowledge/icd.h"

#include <algorithm>

namespace qiuhao::knowledge {
namespace {

constexpr std::size_t kCategory = 3;           // letters of C34
constexpr std::size_t kOperationCategory = 2;  // of 74
constexpr std::size_t kLongest = 8;

bool is_letter(char c) { return c >= 'A' && c <= 'Z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

// The code without its dot: a letter (none of operations), two digits, then digits.
std::optional<std::string> plain_code(std::string_view text, std::size_t category) {
  std::string code;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '.' && at == category && at + 1 < text.size()) continue;
    code += upper(text[at]);
  }
  const std::size_t letters = category - kOperationCategory;
  const bool is_sound = code.size() >= category && code.size() <= kLongest &&
                        std::ranges::all_of(code.substr(0, letters), is_letter) &&
                        std::ranges::all_of(code.substr(letters), is_digit);
  return is_sound ? std::optional(code) : std::nullopt;
}

std::optional<IcdRange> parse_range(std::string_view text, std::size_t category) {
  const std::size_t dash = text.find('-');
  const auto from = plain_code(text.substr(0, dash), category);
  const auto to = dash == std::string_view::npos ? from : plain_code(text.substr(dash + 1), category);
  if (!from || !to || from->size() != to->size() || *to < *from) return std::nullopt;
  return IcdRange{*from, *to};
}

std::string with_dot(const std::string& code) {
  return code.size() == kCategory ? code : code.substr(0, kCategory) + "." + code.substr(kCategory);
}

std::string text_of(const IcdRange& range) {
  return range.from == range.to ? with_dot(range.from) : with_dot(range.from) + "-" + with_dot(range.to);
}

// Whether every code of `narrow` is one of `wide`.
bool covers(const IcdRange& wide, const IcdRange& narrow) {
  const std::size_t length = wide.from.size();
  return narrow.from.size() >= length && narrow.from.substr(0, length) >= wide.from &&
         narrow.to.substr(0, length) <= wide.to;
}

}  // namespace

std::optional<IcdRange> parse_icd_range(std::string_view text) { return parse_range(text, kCategory); }
std::optional<IcdRange> parse_operation_range(std::string_view text) { return parse_range(text, kOperationCategory); }

std::string icd_start(std::string_view code, std::size_t length) {
  std::string plain;
  for (std::size_t at = 0; at < code.size() && plain.size() < length; ++at) {
    if (code[at] != '.') plain += upper(code[at]);
  }
  return plain;
}

bool icd_lies_in(std::string_view code, std::string_view range) {
  const bool is_operation = !range.empty() && is_digit(range.front());
  const auto wanted = is_operation ? parse_operation_range(range) : parse_icd_range(range);
  if (!wanted) return false;
  const std::string plain = icd_start(code, wanted->from.size());
  return plain.size() == wanted->from.size() && plain >= wanted->from && plain <= wanted->to;
}

std::vector<std::string> tidy_icd(const std::vector<std::string>& ranges) {
  std::vector<IcdRange> all;
  for (const std::string& text : ranges) {
    if (auto range = parse_icd_range(text)) all.push_back(std::move(*range));
  }
  // Wider ones come before those that they cover.
  std::ranges::sort(all, [](const IcdRange& a, const IcdRange& b) {
    if (a.from.size() != b.from.size()) return a.from.size() < b.from.size();
    return a.from != b.from ? a.from < b.from : a.to > b.to;
  });
  std::vector<IcdRange> kept;
  for (IcdRange& range : all) {
    if (std::ranges::none_of(kept, [&](const IcdRange& wide) { return covers(wide, range); }))
      kept.push_back(std::move(range));
  }
  std::ranges::sort(kept, {}, &IcdRange::from);
  std::vector<std::string> texts;
  for (const IcdRange& range : kept) texts.push_back(text_of(range));
  return texts;
}

}  // namespace qiuhao::knowledge
