// The rows that windows of kind previous, next and overlap give, for many subjects at once. A person's visits and lines
// stand in order of time, so that of a window that goes by this time one pass over its rows tells each row's neighbour.
#pragma once

#include <memory>
#include <vector>

#include "rules/bulk/key_counts.h"
#include "rules/bulk/key_packer.h"
#include "rules/bulk/row_conditions.h"

namespace qiuhao::rules {

// One thread's, over one part.
class RowWindows {
 public:
  // Both must outlive it.
  RowWindows(const PartPlan& plan, RowConditions& conditions);
  ~RowWindows();

  bool can_tell(RuleIndex rule, std::size_t window) const { return of_[rule][window] != nullptr; }
  // Another run; `people` are those whose rows count. Both live until the next call.
  void begin(const PeopleRun& run, std::span<const RowIndex> people);
  // For each place of those asked the row, kNoRow for none. What is returned are the places of which only the window
  // itself can tell: those that are no rows of it, or lack a value of its key or time.
  cel::Bits tell(RuleIndex rule, std::size_t window, const PlaceSpan& places, const cel::Bits& asked,
                 std::vector<RowIndex>& rows);

 private:
  struct OfWindow;
  std::unique_ptr<OfWindow> made_of(const Window& window, const GroupSpec& spec) const;
  void make(OfWindow& of);
  void list_rows(OfWindow& of);

  const PartPlan& plan_;
  RowConditions& conditions_;
  std::vector<std::vector<std::unique_ptr<OfWindow>>> of_;  // by rule and window; null: cannot be told
  const PeopleRun* run_ = nullptr;
  std::span<const RowIndex> people_;
  KeyCounts last_;
  std::vector<std::uint64_t> keys_;
  std::vector<std::uint32_t> at_place_;
};

}  // namespace qiuhao::rules
