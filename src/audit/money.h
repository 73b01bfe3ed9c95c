// Net money: what findings take from the lines they blame, each 分 of a line once. docs/decisions/006 says why.
#pragma once

#include <span>
#include <vector>

#include "base/decimal.h"
#include "claims/part.h"
#include "rules/bulk/line_money.h"

namespace qiuhao::audit {

// The order in which rules take from a line that several hit: 明确违规 before 可疑, then by code. Lists rule indexes.
std::vector<rules::RuleIndex> money_order(const std::vector<rules::Rule>& rules);
std::vector<std::size_t> money_order(std::span<const rules::Rule* const> rules);

// What a finding takes from one line.
struct Share {
  RowIndex line = kNoRow;
  Cents gross = 0;   // were it the only finding
  Cents net = 0;     // of what earlier findings left
  Cents before = 0;  // what they had taken
};

// What one finding of a person asks for.
struct MoneyClaim {
  rules::RuleIndex rule = 0;
  Cents gross = 0;
  std::span<const RowIndex> lines;  // rows of the part, all of the person
};

// What a finding takes from each of its lines, were it the only one; lines that give nothing too.
struct LineShare {
  RowIndex line = kNoRow;
  Cents cents = 0;
};
void walk_lines(const claims::Part& part, const rules::EngineFields& fields, std::span<const RowIndex> lines,
                Cents gross, std::vector<LineShare>& shares);

// The money of one person's lines, shared out to the person's findings.
class PersonMoney {
 public:
  explicit PersonMoney(const std::vector<rules::Rule>& rules);
  // Rules of several plans: those that claims number.
  explicit PersonMoney(std::span<const rules::Rule* const> rules);
  // Money of lines was read there; it must outlive this.
  void use(const rules::LineMoney& money) { money_ = &money; }

  // Calls took(number of the claim, sum of net, shares) for each claim, in the order of money: by rule, then as they
  // stand. Each walks its lines in the order given and takes what is left of each until it has its gross. Shares are of
  // lines that give anything, gross or net. Claims of a rule that this has not are the caller's mistake.
  template <typename Took>
  void share_out(const claims::Part& part, const rules::EngineFields& fields, claims::Range lines,
                 std::span<const MoneyClaim> claims, const Took& took) {
    begin(lines, claims);
    for (const std::size_t number : order_) {
      const Cents net = take(part, fields, claims[number]);
      took(number, net, std::span<const Share>(shares_));
    }
  }

 private:
  void begin(claims::Range lines, std::span<const MoneyClaim> claims);
  Cents take(const claims::Part& part, const rules::EngineFields& fields, const MoneyClaim& claim);

  const rules::LineMoney* money_ = nullptr;
  void rank();

  std::vector<const rules::Rule*> rules_;
  std::vector<std::size_t> rank_;  // of a rule in the order of money; worked out when claims first compete
  claims::Range lines_;
  std::vector<Cents> taken_;  // by line - lines_.begin
  std::vector<std::size_t> order_;
  std::vector<Share> shares_;
};

}  // namespace qiuhao::audit
