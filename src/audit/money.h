// Net money: what findings take from the lines they blame, each 分 of a line once. docs/decisions/006 says why.
#pragma once

#include <span>
#include <vector>

#include "base/decimal.h"
#include "claims/part.h"
#include "rules/plan.h"

namespace qiuhao::audit {

// The money that can be asked back of a line: what was in scope, its amount where that is unknown; never below 0.
Cents line_money(const claims::Part& part, const rules::EngineFields& fields, RowIndex line);

// What a finding takes from one line.
struct Share {
  RowIndex line = kNoRow;
  Cents gross = 0;  // were it the only finding
  Cents net = 0;    // of what earlier findings left
};

// The money of one person's lines. Findings take from it one after the other.
class LineMoney {
 public:
  LineMoney(const claims::Part& part, const rules::EngineFields& fields) : part_(&part), fields_(&fields) {}

  // Starts with full lines; they must be rows of the part.
  void begin(claims::Range lines);
  // Walks the lines in the order given and takes what is left of each, until `asked` is reached. Shares are appended
  // for lines that give anything, gross or net; the sum of net is returned. A line must be among those of begin().
  Cents take(Cents asked, std::span<const RowIndex> lines, std::vector<Share>& shares);

 private:
  const claims::Part* part_;
  const rules::EngineFields* fields_;
  claims::Range lines_;
  std::vector<Cents> taken_;  // by line - lines_.begin
};

}  // namespace qiuhao::audit
