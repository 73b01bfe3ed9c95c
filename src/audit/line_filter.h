// Rules about lines that look up no knowledge meet every line. Their `where` and `when` are run over 2,048 lines at a
// time; what the vector program knows to be clear is not judged.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "cel/vector/vector.h"
#include "rules/subject.h"

namespace qiuhao::audit {

// The rules that are filtered, and their formulas as one vector program; made once for a part.
struct LineFilterRules {
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  struct Formulas {  // programs of a rule; kNone: not asked
    std::size_t where = kNone;
    std::size_t when = kNone;
  };

  explicit LineFilterRules(const rules::Plan& plan);

  std::vector<std::size_t> number_of;  // by rule: of `formulas`, or kNone
  std::vector<Formulas> formulas;
  std::vector<rules::RuleIndex> rule_of;  // by program
  std::unique_ptr<const cel::VectorProgram> programs;
};

// One thread's, over one part.
class LineFilter : private cel::BatchHost {
 public:
  // Both must outlive it.
  LineFilter(const LineFilterRules& rules, const rules::PartPlan& plan);
  ~LineFilter() override;

  // False: the rule is clear on this line, whatever exceptions and amounts say. True for what is not known.
  bool may_hit(rules::RuleIndex rule, RowIndex line) {
    const std::size_t number = rules_.number_of[rule];
    if (number == LineFilterRules::kNone) return true;
    if (line < first_ || line >= first_ + cel::kBatchRows || first_ == kNoRow) begin(line);
    return maybe(number).has(line - first_);
  }

 private:
  struct Maybe {
    RowIndex known_from = kNoRow;  // first_ of the batch that it is of
    cel::Bits rows;
  };

  void begin(RowIndex line);
  const cel::Bits& maybe(std::size_t number);
  const cel::Activation& stand_on(std::size_t row, std::size_t program) override;

  const LineFilterRules& rules_;
  const rules::PartPlan& plan_;
  rules::Subject subject_;
  cel::VectorRun run_;
  RowIndex first_ = kNoRow;
  std::vector<RowIndex> people_;
  std::vector<RowIndex> visits_;
  std::vector<RowIndex> providers_;
  std::vector<cel::BatchSlot> slots_;
  std::vector<Maybe> maybe_;  // by number of `formulas`
};

}  // namespace qiuhao::audit
