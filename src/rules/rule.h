// A rule: one file that says what is wrong with a claim, on what basis, for how much, and proves it with its own tests.
// docs/reference/rule-file.md has every key.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/day.h"
#include "base/result.h"
#include "cel/cel.h"
#include "cel/message.h"
#include "claims/schema.h"
#include "text/document.h"

namespace qiuhao::rules {

inline constexpr std::size_t kMaxRules = 4'000;
inline constexpr std::size_t kMaxWindows = 16;
inline constexpr std::size_t kMaxLets = 32;

// When a rule may be run; a bit each.
enum class Moment : std::uint8_t { before = 1, during = 2, after = 4 };

struct Basis {
  std::string document;
  std::string clause;
};

// Which points of a knowledge table a line meets.
struct KnowledgeUse {
  std::string table;  // drug_sex
  // The line's item must be any of the point's items (any), or its second one (second: the included item of a pair).
  enum class Match { any, second } match = Match::any;
};

// A term of a window's key: a field of visit or line, or the knowledge point itself (k.point).
struct KeyTerm {
  bool is_point = false;
  claims::Entity entity = claims::Entity::line;
  claims::FieldIndex field = 0;
  std::string path;  // "line.prescription"
};

// Rows of the same person that share a key with the line: `same` gives them all, `pair` those whose item is the first
// one of the knowledge point.
struct Window {
  enum class Kind { same, pair } kind = Kind::same;
  std::string name;
  std::vector<KeyTerm> by;
  std::optional<cel::Program> where;  // over `r`, the row
};

struct Let {
  std::string name;
  cel::Program program;
};

struct Rule {
  std::string code;  // R0101
  std::string name;  // 中文名
  int version = 0;
  Day effective_from = kNoDay;
  Day effective_to = kNoDay;  // inclusive
  std::string klass;          // 类别
  std::string national;       // number in the national catalogue, "" for none
  std::string certainty;      // 明确违规 or 可疑
  std::vector<Basis> basis;
  unsigned moments = 0;  // of Moment
  std::optional<KnowledgeUse> knowledge;
  std::vector<Window> windows;
  std::vector<Let> lets;
  std::optional<cel::Program> where;
  std::vector<cel::Program> when;  // exactly one; a vector because Program has no empty state
  std::vector<cel::Program> amount;
  std::vector<cel::Message> message;
  std::vector<Let> excepts;
  text::Node tests;  // read by rule_tests.h
  std::string file;  // where it stands
  std::string hash;  // of the file's content, for reports
  std::string text;  // the file's content, so that a report can show it and its tests can be run anywhere

  bool in_force(Day day) const {
    return (effective_from == kNoDay || day >= effective_from) && (effective_to == kNoDay || day <= effective_to);
  }
};

// Reads and checks one rule file; every mistake with file:line:column.
Result<Rule> load_rule(const std::string& file, const claims::Schema& schema);
Result<Rule> parse_rule(const std::string& content, const std::string& file, const claims::Schema& schema);

// Every *.yaml of the folders, a later folder's rule replacing an earlier one of the same code (a bureau's own file
// over the shipped one); in order of code. `codes` empty = all; a code that no file has is an error.
Result<std::vector<Rule>> load_rules(const std::vector<std::string>& folders, const std::vector<std::string>& codes,
                                     const claims::Schema& schema);

}  // namespace qiuhao::rules
