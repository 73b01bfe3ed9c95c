// The conditions `where` of rules that look at every place of a kind, decided together: what they share (the kind of
// the visit, a quantity above zero) is worked out once for all, and a rule whose condition no place of a batch meets is
// not asked about it.
#pragma once

#include <array>
#include <memory>
#include <vector>

#include "audit/rows_host.h"

namespace qiuhao::audit {

// Made once for a plan.
class GatePrograms {
 public:
  static constexpr std::uint32_t kNone = 0xffffffff;

  explicit GatePrograms(const rules::Plan& plan);
  // Null: no rule of this grain has such a condition.
  const cel::VectorProgram* of(rules::Grain grain) const { return of_[static_cast<std::size_t>(grain)].program.get(); }
  const std::vector<rules::RuleIndex>& rules(rules::Grain grain) const {
    return of_[static_cast<std::size_t>(grain)].rules;
  }
  bool reads_provider(rules::Grain grain) const { return of_[static_cast<std::size_t>(grain)].reads_provider; }
  // Which program of its grain's is the rule's; kNone: none.
  std::uint32_t program_of(rules::RuleIndex rule) const { return program_of_[rule]; }

 private:
  struct OfGrain {
    std::vector<rules::RuleIndex> rules;  // by program
    std::unique_ptr<const cel::VectorProgram> program;
    bool reads_provider = false;
  };
  std::array<OfGrain, rules::kGrains> of_;
  std::vector<std::uint32_t> program_of_;
};

// Of one grain; one thread's, over one part.
class Gate : private RowsHost {
 public:
  // All must outlive it.
  Gate(const GatePrograms& programs, rules::Grain grain, const rules::PartPlan& plan, rules::Subject& subject,
       rules::VisitLists& visit_lists, rules::RunColumns& columns);
  ~Gate() override;

  void begin(LaidRows& laid);
  // Where a rule's condition holds, or may fail; null: it is not told here.
  const cel::Decided* tell(rules::RuleIndex rule);

 private:
  rules::RuleIndex rule_of(std::size_t program) const override { return rules_[program]; }

  const GatePrograms& programs_;
  const std::vector<rules::RuleIndex>& rules_;
  bool reads_provider_ = false;
  rules::RunColumns& columns_;
  std::unique_ptr<cel::VectorRun> run_;  // null: there is nothing to tell
  std::vector<cel::BatchSlot> slots_;
  cel::Decided told_;
};

}  // namespace qiuhao::audit
