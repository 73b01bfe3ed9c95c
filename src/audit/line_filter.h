// Rules about lines that look up no knowledge meet every line. Their `where` and `when` are run over 2,048 lines at a
// time; what the vector program knows to be clear is not judged.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "cel/vector/vector.h"
#include "rules/subject.h"

namespace qiuhao::audit {

// One thread's, over one part.
class LineFilter : private cel::BatchHost {
 public:
  explicit LineFilter(const rules::PartPlan& plan);
  ~LineFilter() override;

  // False: the rule is clear on this line, whatever exceptions and amounts say. True for what is not known.
  bool may_hit(rules::RuleIndex rule, RowIndex line) {
    const std::size_t number = rule < number_of_.size() ? number_of_[rule] : kNone;
    if (number == kNone) return true;
    if (line < first_ || line >= first_ + cel::kBatchRows || first_ == kNoRow) begin(line);
    return maybe(number).has(line - first_);
  }

 private:
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  struct Filtered {  // programs of a rule; kNone: not asked
    std::size_t where = kNone;
    std::size_t when = kNone;
    RowIndex known_from = kNoRow;  // first_ of the batch that `maybe` is of
    cel::Bits maybe;
  };

  void begin(RowIndex line);
  const cel::Bits& maybe(std::size_t number);
  const cel::Activation& stand_on(std::size_t row, std::size_t program) override;

  const rules::PartPlan& plan_;
  rules::Subject subject_;
  RowIndex first_ = kNoRow;
  std::vector<RowIndex> people_;
  std::vector<RowIndex> visits_;
  std::vector<RowIndex> providers_;
  std::vector<cel::BatchSlot> slots_;
  std::vector<std::size_t> number_of_;  // by rule: of `filtered_`
  std::vector<Filtered> filtered_;
  std::vector<const cel::Program*> programs_;
  std::vector<rules::RuleIndex> rule_of_;  // by program
  std::unique_ptr<cel::VectorProgram> vectors_;
  std::unique_ptr<cel::VectorRun> run_;
};

}  // namespace qiuhao::audit
