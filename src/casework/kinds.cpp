// Finding kinds and writing numbers.
#include "casework/kinds.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/check.h"

namespace qiuhao::casework {
namespace {

constexpr std::string_view kYear = "{year}";

// A word in braces, and what stands before it.
struct Piece {
  std::string_view before;
  std::string_view word;  // "{count:6}"; "" at the end
};

Piece next_piece(std::string_view& rest) {
  const std::size_t open = rest.find('{');
  const std::size_t close = open == std::string_view::npos ? open : rest.find('}', open);
  if (close == std::string_view::npos) return {std::exchange(rest, {}), ""};
  const Piece piece{rest.substr(0, open), rest.substr(open, close + 1 - open)};
  rest.remove_prefix(close + 1);
  return piece;
}

// The digits of "{count}" (0) or "{count:6}"; -1 for another word.
int digits_of(std::string_view word) {
  if (word == "{count}") return 0;
  constexpr std::string_view kFront = "{count:";
  if (!word.starts_with(kFront)) return -1;
  word = word.substr(kFront.size(), word.size() - kFront.size() - 1);
  if (word.empty() || word.size() > 2 || !std::ranges::all_of(word, [](char c) { return c >= '0' && c <= '9'; }))
    return -1;
  const int digits = std::stoi(std::string(word));
  return digits >= 1 && digits <= kCountDigitsMost ? digits : -1;
}

}  // namespace

Result<NumberPattern> NumberPattern::parse(std::string_view text) {
  int years = 0;
  int counts = 0;
  bool is_right = true;
  for (std::string_view rest = text; !rest.empty();) {
    const Piece piece = next_piece(rest);
    if (piece.word.empty()) continue;
    years += piece.word == kYear ? 1 : 0;
    counts += digits_of(piece.word) >= 0 ? 1 : 0;
    is_right = is_right && (piece.word == kYear || digits_of(piece.word) >= 0);
  }
  if (!is_right || years != 1 || counts != 1 || text.size() > 200)
    return input_error("bad_pattern",
                       Sentence{fmt::format("'{}' is no pattern of numbers; write {{year}} and {{count}} (or "
                                            "{{count:6}}) once each, as in case-{{year}}-{{count:6}}",
                                            text),
                                fmt::format("“{}”不是编号格式；请各写一次 {{year}} 和 {{count}}（或 {{count:6}}），"
                                            "如 追回〔{{year}}〕{{count}}号",
                                            text)});
  NumberPattern pattern;
  pattern.text_ = text;
  return pattern;
}

NumberPattern NumberPattern::usual(std::string_view kind) {
  NumberPattern pattern;
  pattern.text_ = fmt::format("{}-{{year}}-{{count:6}}", kind);
  return pattern;
}

std::string NumberPattern::number(int year, std::int64_t count) const {
  std::string number;
  for (std::string_view rest = text_; !rest.empty();) {
    const Piece piece = next_piece(rest);
    number += piece.before;
    if (piece.word == kYear)
      number += std::to_string(year);
    else if (!piece.word.empty())
      number += fmt::format("{:0{}}", count, std::max(1, digits_of(piece.word)));
  }
  return number;
}

Result<Kinds> Kinds::make(std::vector<workflow::Kind> kinds, const std::map<std::string, std::string>& patterns) {
  for (Error& error : workflow::check_together(kinds)) return fail(std::move(error));
  Kinds made;
  made.kinds_ = std::move(kinds);
  for (const auto& [name, text] : patterns) {
    if (made.newest(name) == nullptr)
      return input_error("unknown_kind", Sentence{fmt::format("a pattern of numbers for '{}', which is no kind", name),
                                                  fmt::format("编号格式所属的“{}”不是已有的流程", name)});
    ASSIGN(auto pattern, NumberPattern::parse(text));
    made.patterns_.emplace(name, std::move(pattern));
  }
  for (const workflow::Kind& kind : made.kinds_) made.patterns_.emplace(kind.name, NumberPattern::usual(kind.name));
  std::set<std::string> seen;
  for (const auto& [name, pattern] : made.patterns_) {
    if (!seen.insert(pattern.text()).second)
      return input_error(
          "same_pattern",
          Sentence{fmt::format("'{}' is numbered by the pattern of another kind: {}", name, pattern.text()),
                   fmt::format("“{}”与另一流程的编号格式相同：{}", name, pattern.text())});
  }
  return made;
}

const workflow::Kind* Kinds::find(std::string_view name, int version) const {
  const auto found = std::ranges::find_if(
      kinds_, [&](const workflow::Kind& kind) { return kind.name == name && kind.version == version; });
  return found == kinds_.end() ? nullptr : &*found;
}

std::vector<std::string> Kinds::names() const {
  std::vector<std::string> names;
  for (const auto& [name, pattern] : patterns_) names.push_back(name);
  return names;
}

const workflow::Kind* Kinds::newest(std::string_view name) const {
  const workflow::Kind* newest = nullptr;
  for (const workflow::Kind& kind : kinds_) {
    if (kind.name == name && (newest == nullptr || kind.version > newest->version)) newest = &kind;
  }
  return newest;
}

}  // namespace qiuhao::casework
