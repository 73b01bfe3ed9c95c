// Judging: one rule, one subject → a verdict. The only evaluator there is; batch, live and tests use it.
#pragma once

#include <span>
#include <string_view>
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
  Cents amount = 0;         // of a hit: at most what was in scope for the lines (their amount where that is unknown)
  std::string_view reason;  // undecided: the absent field's path, or what failed; excepted: the exception's name
  // Of a hit: the lines it blames, each once, in row order; none of a provider period. Valid until the subject stands
  // elsewhere or the scratch is used again.
  std::span<const RowIndex> lines;
};

// Scratches of one thread.
struct JudgeScratch {
  cel::Scratch where;
  cel::Scratch when;
  cel::Scratch except;
  cel::Scratch lines;
  cel::Scratch amount;
  std::vector<RowIndex> blamed;
};

// The subject must stand where its rule's grain says. `holds`: the vector program told that it is of the rule's `where`
// and that `when` is true.
Verdict judge(const Subject& subject, JudgeScratch& scratch, bool holds = false);

}  // namespace qiuhao::rules
