// Why a rule hit a line, or why not: the formulas with the values they met, and the rows that its windows held.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "audit/audit.h"
#include "rules/judge.h"

namespace qiuhao::audit {

inline constexpr std::size_t kMaxExplainedRows = 200;

// A formula of the rule, as it went on this line. Formulas after the one that decided are not reached.
struct ExplainedFormula {
  enum class Role : std::uint8_t { let, where, when, except, amount } role = Role::when;
  std::string name;  // of a let or an exception
  std::string text;
  std::string value;
  std::vector<cel::ExplainStep> steps;
};

// A line that a window held.
struct ExplainedRow {
  RowIndex line = kNoRow;
  bool is_subject = false;
  std::vector<std::string> windows;  // names
};

struct Explanation {
  rules::Verdict verdict;
  std::string reason;         // verdict.reason, kept
  bool rule_in_force = true;  // on the line's day
  bool point_in_force = true;
  std::vector<ExplainedFormula> formulas;  // in the order they were judged; lets that a reached formula reads first
  std::string decisive;                    // of a clear line: the part that is false, "" when something is not in force
  std::vector<ExplainedRow> rows;          // the line itself and what windows held, in time order
  std::size_t rows_left_out = 0;           // beyond kMaxExplainedRows
  std::optional<Cents> cap;                // money the line had in scope (its amount where that is unknown)
  std::string message;                     // of a hit
};

// The subject must stand on its line and candidate.
Explanation explain(const rules::Subject& subject);

// Finds a line by its number: part and row. "no_such_line" when no part has it.
Result<std::pair<std::uint16_t, RowIndex>> find_line(const claims::Tape& tape, const claims::Schema& schema,
                                                     std::string_view id);

}  // namespace qiuhao::audit
