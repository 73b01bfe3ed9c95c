// Most subjects of a rule are clear, and most formulas say so by fields of the tape, limits of a point and the number
// of rows in a window. `where` and `when` are run over 2,048 subjects at a time; what the vector program knows to be
// false is clear and is not judged. What is left is judged by the row program.
#pragma once

#include <array>
#include <memory>
#include <vector>

#include "audit/gate.h"
#include "rules/bulk/row_windows.h"
#include "rules/bulk/window_sizes.h"

namespace qiuhao::audit {

// The formulas of each rule as a vector program, and what sizes of windows need; made once for a plan.
struct FilterPrograms {
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  struct OfRule {
    std::unique_ptr<const cel::VectorProgram> programs;  // null: nothing to filter by
    std::size_t where = kNone;
    std::size_t when = kNone;
    bool reads_provider = false;
    // `where` asks for neither, itself or by a let: the rows of `param` and of registers may be laid after it.
    bool has_late_parameters = false;
    bool has_late_registers = false;
    std::vector<std::size_t> row_windows;  // that `where` does not read; RowWindows knows which give a row
  };

  explicit FilterPrograms(const rules::Plan& plan);

  std::vector<OfRule> rules;
  rules::ConditionPrograms conditions;
  GatePrograms gates;
};

// One rule's, for one thread and part. Of a rule about pairs, places are lines of the included item with a point: they
// are left out when no line of the main item shares the window's key.
class RuleFilter : private RowsHost {
 public:
  // All must outlive it.
  RuleFilter(const FilterPrograms& programs, rules::RuleIndex rule, const rules::PartPlan& plan,
             rules::Subject& subject, rules::WindowSizes& sizes, rules::RowWindows& row_windows,
             rules::VisitLists& visit_lists, rules::RunColumns& columns);
  ~RuleFilter() override;

  // A place of the batch, by number, at which the rule may be anything but clear. `holds` as in rules::judge.
  struct Found {
    std::uint32_t number = 0;
    bool holds = false;
  };
  // Appends them. `where`: where the rule's condition holds or may fail, when a gate has told it.
  void find(LaidRows& laid, const cel::Decided* where, std::vector<Found>& found);

 private:
  void find_pairs(std::vector<Found>& found);
  void begin_batch();
  // Of these rows of the batch.
  void lay_parameters(const cel::Bits& rows);
  void lay_registers(const cel::Bits& rows);
  cel::Decided decide(const cel::Decided* where);
  rules::RuleIndex rule_of(std::size_t) const override { return rule_; }
  bool has_sizes(const cel::FieldName& list, std::size_t program) override;
  const std::int64_t* sizes(const cel::FieldName& list, std::size_t program, const cel::Bits& asked) override;
  bool has_lists(const cel::FieldName& list, std::size_t program) override;
  cel::Bits lists(const cel::FieldName& list, std::size_t program, const cel::Bits& asked,
                  std::span<std::span<const RowIndex>> rows) override;

  const FilterPrograms::OfRule& programs_;
  rules::RuleIndex rule_;
  rules::WindowSizes& window_sizes_;
  rules::RowWindows& row_windows_;
  rules::RunColumns& columns_;
  const std::vector<rules::Window>& windows_;
  std::size_t pair_window_ = FilterPrograms::kNone;
  std::unique_ptr<cel::VectorRun> run_;
  bool reads_parameters_ = false;
  rules::RegisterSet registers_;
  bool has_one_parameter_row_ = false;
  std::vector<RowIndex> parameters_;                                               // of each row of the batch
  std::array<std::vector<RowIndex>, rules::kRuleRegisters.size()> register_rows_;  // the same
  std::vector<cel::BatchSlot> slots_;
  std::uint64_t unlaid_ = 0;
  std::vector<std::size_t> told_windows_;  // of the programs' those that can be told over this part
  std::vector<std::vector<RowIndex>> rows_of_window_;
  std::vector<std::vector<std::int64_t>> window_sizes_told_;  // by window
};

}  // namespace qiuhao::audit
