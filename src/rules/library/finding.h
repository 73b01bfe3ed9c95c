// What the library check finds, and the made-up claims that show it. docs/reference/library-check.md has every class.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace qiuhao::rules {

enum class FindingClass : std::uint8_t {
  contradiction,  // whatever is billed, one of the two finds it
  swallowed,      // another point or rule finds all that this one finds
  never_true,     // it cannot find anything, or leaves nothing that is right
  gap,            // days or ages between two ranges that nothing covers
  overlap,        // two ranges or versions hold at once and differ
  loosened,       // a bureau's own rule or point lets through what the national one finds
  twice,          // two demand the same money for the same reason
};
inline constexpr std::size_t kFindingClasses = 7;
inline constexpr std::array<std::string_view, kFindingClasses> kFindingClassNames = {
    "contradiction", "swallowed", "never_true", "gap", "overlap", "loosened", "twice"};
inline constexpr std::array<std::string_view, kFindingClasses> kFindingClassLabels = {
    "矛盾", "被覆盖", "永不成立", "空档", "重叠", "放宽", "重复追款"};

// A claim as a rule's test would give it, and how the library judged it.
struct ShownClaim {
  std::string given;               // "{person: {sex: '1', …}, visit: {…}, line: {…}}"
  std::vector<Sentence> verdicts;  // of the points and rules that the finding is about
};

struct LibraryFinding {
  FindingClass klass = FindingClass::contradiction;
  bool is_note = false;         // worth knowing, and no mistake
  std::vector<std::string> of;  // ids of points or codes of rules; the one to look at first
  std::string item;             // an item that it is about; "" for none
  Sentence sentence;
  std::vector<ShownClaim> claims;  // judged by the engine; none where no claim can show it
};

struct ClassCount {
  std::size_t found = 0;  // findings, notes left out
  std::size_t notes = 0;
  std::size_t unconfirmed = 0;   // candidates that no claim showed: no findings
  std::size_t not_examined = 0;  // candidates beyond kMaxExamined
};

struct LibraryReport {
  std::array<ClassCount, kFindingClasses> counts{};
  std::vector<LibraryFinding> findings;  // by class, then in order of the library
  std::vector<Sentence> remarks;         // what the check did not look at, and why

  ClassCount& of(FindingClass klass) { return counts[static_cast<std::size_t>(klass)]; }
  const ClassCount& of(FindingClass klass) const { return counts[static_cast<std::size_t>(klass)]; }
  void add(LibraryFinding finding) {
    ++(finding.is_note ? of(finding.klass).notes : of(finding.klass).found);
    findings.push_back(std::move(finding));
  }
};

inline constexpr std::size_t kMaxExamined = 5'000;  // candidates of a class that claims are made for

}  // namespace qiuhao::rules
