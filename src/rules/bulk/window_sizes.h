// How many rows windows of kind same and pair give, and which, for many subjects at once: the rows of a run of people
// are counted by key once, and each subject looks its own key up. Rows are laid side by side only for windows that some
// formula asks for them.
#pragma once

#include <memory>
#include <vector>

#include "rules/bulk/key_counts.h"
#include "rules/bulk/key_packer.h"
#include "rules/bulk/row_conditions.h"
#include "rules/bulk/visit_lists.h"

namespace qiuhao::rules {

// One thread's, over one part.
class WindowSizes {
 public:
  WindowSizes(const PartPlan& plan, RowConditions& conditions, VisitLists& visit_lists);
  ~WindowSizes();

  // Whether the sizes of a window can be told.
  bool can_tell(RuleIndex rule, std::size_t window) const { return of_window(rule, window) != nullptr; }
  // Another run, and whose rows in it count. All live until the next call.
  void begin(const PeopleRun& run, const MetLines& met, std::span<const RowIndex> people);
  // For each place asked for (null: all) the size, -1 where only the window itself can tell (the subject lacks a value
  // of the key). Only of a batch can some be asked for.
  void tell(RuleIndex rule, std::size_t window, const PlaceSpan& places, const cel::Bits* asked,
            std::vector<std::int64_t>& sizes);
  // From now on the window's rows are laid ready too; false: its sizes cannot be told either.
  bool prepare_rows(RuleIndex rule, std::size_t window);
  // For each place asked for the rows, in no particular order; until the run ends. What is returned are the places of
  // which only the window itself can tell.
  cel::Bits tell_rows(RuleIndex rule, std::size_t window, const PlaceSpan& places, const cel::Bits& asked,
                      std::span<std::span<const RowIndex>> rows);

 private:
  // One way of grouping: of a GroupSpec, by the main item too or not.
  struct Counted {
    const GroupSpec* spec = nullptr;
    bool by_main = false;
    KeyPacker packer;
    std::vector<RuleIndex> rules;  // that ask
    // Of the run at hand.
    bool is_made = false;
    std::vector<std::uint8_t> has_visit;  // by visit of the run: it is counted, until all are; empty: none is
    bool fits = false;
    SortedCounts sorted;                // filled: these tell
    KeyCounts counts;                   // otherwise these
    std::vector<std::uint32_t> places;  // by_point or with rows: of each member in `counts`, or kNowhere
    bool wants_rows = false;
    std::vector<RowIndex> rows;       // side by side
    std::vector<std::uint32_t> ends;  // of those of each place of `counts`
  };
  Counted* of_window(RuleIndex rule, std::size_t window) const { return of_[rule][window]; }
  Counted* add_window(const Window& window, std::uint32_t grouping);
  void make(Counted& counted);
  void count(Counted& counted, const PlaceSpan& members);
  // Counts what a few places ask about: all of the run, or only their visits where groups are within a visit.
  void make_for(Counted& counted, const PlaceSpan& asked);
  PlaceSpan members_of(const Counted& counted);
  void keep_asked_visits(const Counted& counted);
  bool meets_condition(const GroupSpec& spec, RowIndex row) const {
    return spec.where == nullptr || conditions_.met(spec.condition, row);
  }
  void count_by_point(Counted& counted, const PlaceSpan& members);
  void look_up(Counted& counted, const PlaceSpan& places, std::int64_t* sizes);
  void lay_rows(Counted& counted, const PlaceSpan& members);
  PlaceSpan few(const PlaceSpan& places, const cel::Bits& asked);
  bool tell_known(const Counted& counted, const PlaceSpan& places, std::vector<std::int64_t>& sizes);

  const PartPlan& plan_;
  RowConditions& conditions_;
  VisitLists& visit_lists_;
  std::vector<std::unique_ptr<Counted>> counted_;
  std::vector<std::vector<Counted*>> of_;  // by rule and window
  const PeopleRun* run_ = nullptr;
  MetLines met_;
  std::span<const RowIndex> people_;
  // Of the grouping at hand.
  Places listed_;
  std::vector<std::int64_t> looked_up_;
  Places few_;
  std::vector<std::uint8_t> is_asked_;  // by visit
  std::vector<std::uint64_t> keys_;
};

}  // namespace qiuhao::rules
