// What visits or lines of a run of people add to the figures of peer windows: the windows' formulas over many rows at
// once, by the vector program, and what it cannot tell by the row program.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "cel/vector/vector.h"
#include "rules/bulk/run_columns.h"
#include "rules/bulk/visit_lists.h"
#include "rules/rows_activation.h"

namespace qiuhao::rules {

// One thread's, over one part.
class RowValues : private cel::BatchHost {
 public:
  explicit RowValues(const PartPlan& plan);
  ~RowValues() override;

  // Another run; all live until the next.
  void begin(const PeopleRun& run, VisitLists& lists, RunColumns& columns);
  // Visits or lines of the run, at most cel::kBatchRows, which live until the next batch.
  void begin_batch(claims::Entity of, std::span<const RowIndex> rows);
  // Of each row of the batch, at kPeerScale places; nullopt where it has no value. The window is of such rows, its
  // aggregate any but part.
  const std::vector<std::optional<std::int64_t>>& tell(RuleIndex rule, std::size_t window);

 private:
  struct OfWindow;
  OfWindow& of_window(RuleIndex rule, std::size_t window);
  void lay_parameters(RuleIndex rule);
  const cel::Activation& stand_on(std::size_t row, std::size_t program) override;
  bool has_sizes(const cel::FieldName& list, std::size_t program) override;
  const std::int64_t* sizes(const cel::FieldName& list, std::size_t program, const cel::Bits& asked) override;
  bool has_lists(const cel::FieldName& list, std::size_t program) override;
  cel::Bits lists(const cel::FieldName& list, std::size_t program, const cel::Bits& asked,
                  std::span<std::span<const RowIndex>> rows) override;

  const PartPlan& plan_;
  PersonRows rows_;
  RowScope scope_;
  std::vector<std::unique_ptr<OfWindow>> windows_;
  const PeopleRun* run_ = nullptr;
  VisitLists* lists_ = nullptr;
  RunColumns* columns_ = nullptr;
  claims::Entity of_ = claims::Entity::visit;
  std::span<const RowIndex> batch_;
  std::vector<RowIndex> people_;      // of each
  std::vector<RowIndex> parameters_;  // the same, for the window at hand
  std::vector<std::int64_t> sizes_;
  std::vector<std::span<const RowIndex>> rows_of_lists_;
  std::vector<std::optional<std::int64_t>> told_;
};

}  // namespace qiuhao::rules
