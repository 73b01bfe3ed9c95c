// The kinds of matters that a bureau works by, in all versions that still have matters, and how matters are numbered.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "workflow/kind.h"

namespace qiuhao::casework {

inline constexpr int kCountDigitsMost = 12;

// How the numbers of a kind look: a text with {year} and {count}, or {count:6} for six digits with zeros before.
// "追回〔{year}〕{count}号" → 追回〔2026〕17号.
class NumberPattern {
 public:
  // "bad_pattern": without {year} or {count}, another word in braces, or more than kCountDigitsMost digits.
  static Result<NumberPattern> parse(std::string_view text);
  // "recovery-2026-000017"
  static NumberPattern usual(std::string_view kind);

  std::string number(int year, std::int64_t count) const;
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

class Kinds {
 public:
  // `patterns` by kind; the others are numbered in the usual way. Errors: those of workflow::check_together, of
  // NumberPattern, "unknown_kind" (a pattern for none) and "same_pattern" (two kinds whose numbers would meet).
  static Result<Kinds> make(std::vector<workflow::Kind> kinds, const std::map<std::string, std::string>& patterns = {});

  // Null when there is none.
  const workflow::Kind* find(std::string_view name, int version) const;
  const workflow::Kind* newest(std::string_view name) const;
  std::vector<std::string> names() const;  // each once
  const NumberPattern& pattern(const std::string& name) const { return patterns_.at(name); }

 private:
  Kinds() = default;
  std::vector<workflow::Kind> kinds_;
  std::map<std::string, NumberPattern> patterns_;
};

}  // namespace qiuhao::casework
