// A rule: one file that says what is wrong with a claim, on what basis, for how much, and proves it with its own tests.
// docs/reference/rule-file.md has every key.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/day.h"
#include "base/result.h"
#include "cel/cel.h"
#include "cel/message.h"
#include "claims/schema.h"
#include "rules/windows/window.h"
#include "text/document.h"

namespace qiuhao::rules {

using RuleIndex = std::uint16_t;

inline constexpr std::size_t kMaxWindows = 16;
inline constexpr std::size_t kMaxLets = 32;
inline constexpr std::size_t kMaxErrorsShown = 50;  // of one rule file

// When a rule may be run; a bit each.
enum class Moment : std::uint8_t { before = 1, during = 2, after = 4 };

struct Basis {
  std::string document;
  std::string clause;
};

// What one hit of a rule is about.
enum class Grain : std::uint8_t { line, visit, person_day, person, pair, provider_period, diagnosis, operation };
inline constexpr std::size_t kGrains = 8;
inline constexpr std::array<std::string_view, kGrains> kGrainNames = {
    "line", "visit", "person_day", "person", "pair", "provider_period", "diagnosis", "operation"};
inline std::string_view grain_name(Grain grain) { return kGrainNames[static_cast<std::size_t>(grain)]; }
// The table whose rows subjects of a grain are known by: a pair by its line b, a day by its first line. A provider's
// month is no row; line for it too.
claims::Entity entity_of(Grain grain);
// Whether subjects are diagnoses or operations: rows of a visit that knowledge may name by their code.
inline bool is_of_codes(Grain grain) { return grain == Grain::diagnosis || grain == Grain::operation; }

// Which points of a knowledge table a line meets; a diagnosis or operation meets those that hold its code.
struct KnowledgeUse {
  std::string table;  // drug_sex
  // The line's item must be any of the point's items (any), or its second one (second: the included item of a pair).
  enum class Match { any, second } match = Match::any;
};

// A parameter that a rule reads as param.NAME (rules/parameters.h), with the type by which it does.
enum class ParameterType : std::uint8_t { integer, decimal, floating, texts };
inline constexpr std::size_t kMaxParameters = 16;  // of a rule
// Parameters that are numbers lie in columns, as many of each type as a rule may have.
inline constexpr std::size_t kParameterColumns = 3 * kMaxParameters;
inline std::string_view parameter_type_name(ParameterType type) {
  constexpr std::string_view kNames[] = {"int", "decimal", "double", "texts"};
  return kNames[static_cast<std::size_t>(type)];
}

struct ParameterUse {
  std::string name;
  ParameterType type = ParameterType::integer;
  cel::FieldId field = 0;  // of the struct that `param` is a row of
};

struct Let {
  std::string name;
  cel::Program program;
  // The one window `same` of whose rows alone it is a number, day or truth: subjects that share the rows share it.
  std::optional<std::uint8_t> of_window{};
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
  Grain grain = Grain::line;
  std::optional<KnowledgeUse> knowledge;
  std::vector<ParameterUse> parameters;
  std::vector<Window> windows;
  std::vector<Let> lets;
  std::optional<cel::Program> where;
  std::vector<cel::Program> when;     // exactly one; a vector because Program has no empty state
  std::optional<cel::Program> lines;  // the lines that a hit blames; without it those of the grain
  std::vector<cel::Program> amount;
  std::vector<cel::Message> message;
  std::vector<Let> excepts;
  text::Node tests;  // read by rule_tests.h
  std::string file;  // where it stands
  Place code_place;  // of its code, in the file
  std::string hash;  // of the file's content, and in a plan of the parameters it reads; for reports
  std::string text;  // the file's content, so that a report can show it and its tests can be run anywhere
  // Names of variables and fields in `text` with both spellings, in order of place; see rule_in().
  std::vector<cel::NameUse> names;

  bool in_force(Day day) const {
    return (effective_from == kNoDay || day >= effective_from) && (effective_to == kNoDay || day <= effective_to);
  }
};

// Whether the windows of a rule of grain provider_period are of lines, grouped by their item; else of visits.
inline bool is_of_lines(const Rule& rule) {
  return rule.grain == Grain::provider_period && !rule.windows.empty() &&
         rule.windows.front().of == claims::Entity::line;
}

// What a rule file gave: the rule when nothing was wrong with it, or what was: at most kMaxErrorsShown errors in the
// order of the file's sections, each with file:line:column.
struct RuleReading {
  std::optional<Rule> rule;
  std::vector<Error> errors;
};
RuleReading parse_rule_all(const std::string& content, const std::string& file, const claims::Schema& schema);
RuleReading load_rule_all(const std::string& file, const claims::Schema& schema);

// The same with the first error alone.
Result<Rule> load_rule(const std::string& file, const claims::Schema& schema);
Result<Rule> parse_rule(const std::string& content, const std::string& file, const claims::Schema& schema);

// The text of a rule's file with its variables and fields named in one language; comments, blanks, words of messages
// and keys of the file stay. What it gives reads back as the same rule.
std::string rule_in(const Rule& rule, Language language);
// "line.quantity" of "费用.数量" too; the text itself when it names no field of the dictionary.
std::string english_path(const std::string& path, const claims::Schema& schema);

// "duplicate_rule": two files of one folder have one code.
Error same_code(const Rule& rule, const std::string& other_file);

// Every *.yaml of the folders, a later folder's rule replacing an earlier one of the same code (a bureau's own file
// over the shipped one); in order of code. `codes` empty = all; a code that no file has is an error.
Result<std::vector<Rule>> load_rules(const std::vector<std::string>& folders, const std::vector<std::string>& codes,
                                     const claims::Schema& schema);

}  // namespace qiuhao::rules
