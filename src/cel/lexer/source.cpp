// Places, carets and suggestions of error messages.
#include "cel/lexer/source.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>
#include <numeric>

#include "cel/lexer/unicode.h"

namespace qiuhao::cel {
namespace {

std::u32string folded(std::string_view name) {
  std::u32string codes;
  for (std::size_t at = 0; at < name.size();) {
    const CodePoint point = code_point_at(name, at);
    codes.push_back(point.code >= 'A' && point.code <= 'Z' ? point.code + 32 : point.code);
    at += point.length;
  }
  return codes;
}

// Insertions, deletions, changes and swaps of neighbours, each one step.
std::size_t edit_distance(const std::u32string& a, const std::u32string& b) {
  std::vector<std::size_t> before(b.size() + 1), row(b.size() + 1), two_before;
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    two_before = before;
    before = row;
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({before[j] + 1, row[j - 1] + 1, before[j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], two_before[j - 2] + 1);
    }
  }
  return row[b.size()];
}

bool is_abbreviation(const std::u32string& shorter, const std::u32string& longer) {
  if (shorter.size() < 2 || shorter.front() != longer.front()) return false;
  std::size_t matched = 0;
  for (const char32_t code : longer) matched += matched < shorter.size() && shorter[matched] == code ? 1U : 0U;
  return matched == shorter.size();
}

constexpr std::size_t kLongestSuggestion = 64;  // longer names are not compared: the cost is quadratic

}  // namespace

Place Source::place_of(std::uint32_t offset) const {
  const std::string_view before = std::string_view(text).substr(0, offset);
  const std::size_t line_start = before.find_last_of('\n') + 1;  // npos + 1 is 0
  const auto lines = static_cast<int>(std::ranges::count(before, '\n'));
  Place place = origin;
  place.line = std::max(origin.line, 1) + lines;
  place.column = std::max(origin.column, 1) + static_cast<int>(count_code_points(before.substr(line_start)));
  return place;
}

std::string Source::snippet_of(std::uint32_t offset) const {
  const std::string_view all = text;
  const std::size_t line_start = all.substr(0, offset).find_last_of('\n') + 1;
  const std::size_t line_end = std::min(all.find('\n', line_start), all.size());
  std::size_t shown_from = line_start;
  // Of a very long line only the neighbourhood is shown.
  while (display_width(all.substr(shown_from, offset - shown_from)) > kMaxCaretWidth / 2) {
    const std::size_t skip = std::max<std::size_t>(1, (offset - shown_from) / 4);
    shown_from += skip;
    while (shown_from < offset && (static_cast<unsigned char>(all[shown_from]) & 0xC0U) == 0x80) ++shown_from;
  }
  std::string line;
  for (std::size_t at = shown_from; at < line_end && line.size() < 2 * kMaxCaretWidth;) {
    const std::uint32_t length = code_point_at(all, at).length;
    const std::string_view piece = all.substr(at, length);
    line += piece == "\t" || piece == "\r" ? " " : piece;
    at += length;
  }
  const std::size_t indent = display_width(all.substr(shown_from, offset - shown_from));
  return "  " + line + "\n  " + std::string(indent, ' ') + "^";
}

std::unexpected<Error> Source::error(std::string code, Sentence sentence, std::uint32_t offset) const {
  return fail({Fault::input, std::move(code), std::move(sentence.english), place_of(offset),
               std::move(sentence.chinese), snippet_of(offset)});
}

namespace {

// What there is instead, in the script of the name: who writes Chinese reads the Chinese names.
Sentence list_names(std::string_view name, const std::vector<std::string>& candidates) {
  const auto is_ascii = [](std::string_view text) {
    return std::ranges::all_of(text, [](char byte) { return static_cast<unsigned char>(byte) < 0x80; });
  };
  std::vector<std::string> names;
  std::ranges::copy_if(candidates, std::back_inserter(names),
                       [&](const std::string& candidate) { return is_ascii(candidate) == is_ascii(name); });
  if (names.empty() || names.size() > kMaxNamesListed) return {};
  return {fmt::format("; there is {}", fmt::join(names, ", ")), fmt::format("；可用的有 {}", fmt::join(names, "、"))};
}

}  // namespace

Sentence suggest_name(std::string_view name, const std::vector<std::string>& candidates, std::string_view prefix) {
  const std::string near = nearest_name(name, candidates);
  if (near.empty()) return list_names(name, candidates);
  return {fmt::format("; did you mean {}{}?", prefix, near), fmt::format("；是不是 {}{}？", prefix, near)};
}

std::string nearest_name(std::string_view name, const std::vector<std::string>& candidates) {
  const std::u32string wanted = folded(name);
  if (wanted.empty() || wanted.size() > kLongestSuggestion) return "";
  std::string best;
  std::size_t best_score = kLongestSuggestion * 2;
  for (const std::string& candidate : candidates) {
    const std::u32string other = folded(candidate);
    if (other.empty() || other.size() > kLongestSuggestion) continue;
    const std::size_t distance = edit_distance(wanted, other);
    const std::size_t allowed = std::max<std::size_t>(1, std::max(wanted.size(), other.size()) / 3);
    // One letter for another in names of a single letter says nothing.
    const bool slip = distance <= allowed && distance < std::max(wanted.size(), other.size());
    const bool abbreviated = is_abbreviation(wanted, other);
    if (!slip && !abbreviated) continue;
    const std::size_t score = slip ? distance : kLongestSuggestion / 2 + distance;
    if (score < best_score || (score == best_score && candidate < best)) {
      best = candidate;
      best_score = score;
    }
  }
  return best;
}

}  // namespace qiuhao::cel
