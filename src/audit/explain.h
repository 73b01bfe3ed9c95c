// Why a rule hit a line, visit, …, or why not: the formulas with the values they met, the rows that its windows held,
// and the lines it blames.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "audit/audit.h"
#include "rules/judge.h"

namespace qiuhao::audit {

inline constexpr std::size_t kMaxExplainedRows = 200;

// A formula of the rule, as it went on this subject. Formulas after the one that decided are not reached.
struct ExplainedFormula {
  enum class Role : std::uint8_t { let, where, when, except, lines, amount } role = Role::when;
  std::string name;  // of a let or an exception
  std::string text;
  std::string value;
  std::vector<cel::ExplainStep> steps;
};

// A row that is the subject, that a window held, or a line that is blamed.
struct ExplainedRow {
  claims::Entity of = claims::Entity::line;
  RowIndex row = kNoRow;
  bool is_subject = false;
  bool is_blamed = false;
  std::vector<std::string> windows;  // names
};

// A window that is no list of rows: a value, a figure's fields, or absent.
struct ExplainedWindow {
  std::string name;
  std::string value;
};

struct Explanation {
  rules::Verdict verdict;
  std::string reason;         // verdict.reason, kept
  bool rule_in_force = true;  // on the subject's day
  bool point_in_force = true;
  std::vector<ExplainedFormula> formulas;  // in the order they were judged; lets that a reached formula reads first
  std::string decisive;            // of a clear subject: the part that is false, "" when something is not in force
  std::vector<ExplainedRow> rows;  // by kind of row, in time order
  std::size_t rows_left_out = 0;   // beyond kMaxExplainedRows
  std::vector<ExplainedWindow> windows;  // those that hold no rows
  std::vector<RowIndex> blamed;          // of a hit: its lines
  std::optional<Cents> cap;              // money that the lines had in scope (their amount where that is unknown)
  std::string message;                   // of a hit
};

// The subject must stand where its rule's grain says.
Explanation explain(const rules::Subject& subject);

}  // namespace qiuhao::audit
