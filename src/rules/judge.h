// Judging: one rule, one line, one knowledge point → a verdict. The only evaluator there is; batch, live and tests use
// it.
#pragma once

#include <string>
#include <vector>

#include "base/decimal.h"
#include "rules/subject.h"

namespace qiuhao::rules {

enum class Outcome : std::uint8_t {
  clear,  // right as it stands, or out of the rule's scope
  hit,
  excepted,   // would be a hit, but a named exception holds
  undecided,  // a field is absent or a formula failed
};

struct Verdict {
  Outcome outcome = Outcome::clear;
  Cents amount = 0;         // of a hit: at most what was in scope for the line (its amount where that is unknown)
  std::string_view reason;  // undecided: the absent field's path, or what failed; excepted: the exception's name
};

// Scratches of one thread.
struct JudgeScratch {
  cel::Scratch where;
  cel::Scratch when;
  cel::Scratch except;
  cel::Scratch amount;
};

// The subject must stand on its line and candidate.
Verdict judge(const Subject& subject, JudgeScratch& scratch);

}  // namespace qiuhao::rules
