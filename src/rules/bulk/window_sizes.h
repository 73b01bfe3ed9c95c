// How many rows windows of kind same and pair give, for many subjects at once: the rows of a run of people are counted
// by key once, and each subject looks its own key up. Nothing is grouped or ordered; formulas that ask only for size()
// need no more.
#pragma once

#include <memory>
#include <vector>

#include "cel/vector/vector.h"
#include "rules/bulk/key_packer.h"
#include "rules/rows_activation.h"

namespace qiuhao::rules {

// What is the same for all parts and threads: the windows' conditions as vector programs.
class WindowConditions {
 public:
  explicit WindowConditions(const Plan& plan);
  // By number of the grouping; null: the window has no condition.
  const cel::VectorProgram* of(std::uint32_t grouping) const { return of_[grouping].get(); }

 private:
  std::vector<std::unique_ptr<const cel::VectorProgram>> of_;
};

// Counts of keys: a table that is emptied, not freed.
class KeyCounts {
 public:
  void begin(std::size_t most);              // keys that will be added
  std::uint32_t add(std::uint64_t key);      // its place
  std::int64_t of(std::uint64_t key) const;  // 0 of keys never added
  std::int64_t at(std::uint32_t place) const { return entries_[place].count; }

 private:
  struct Entry {
    std::uint64_t key = kNoKey;
    std::int64_t count = 0;
  };
  std::size_t place_of(std::uint64_t key) const;
  std::vector<Entry> entries_;
  std::size_t mask_ = 0;
};

// One thread's, over one part.
class WindowSizes : private cel::BatchHost {
 public:
  WindowSizes(const PartPlan& plan, const WindowConditions& conditions);
  ~WindowSizes() override;

  // Whether the sizes of a window can be told.
  bool can_tell(RuleIndex rule, std::size_t window) const { return of_window(rule, window) != nullptr; }
  // Another run. `met` are all (line, point) pairs of it by rule of grain line or pair, `mains` the lines of pairs'
  // main items, `people` those whose rows count. All live until the next call.
  void begin(const PeopleRun& run, std::span<const Places> met, const Places& mains, std::span<const RowIndex> people);
  // For each place the size, -1 where only the window itself can tell (the subject lacks a value of the key).
  void tell(RuleIndex rule, std::size_t window, const PlaceSpan& places, std::vector<std::int64_t>& sizes);

 private:
  // One way of grouping: of a GroupSpec, by the main item too or not.
  struct Counted {
    const GroupSpec* spec = nullptr;
    bool by_main = false;
    KeyPacker packer;
    std::unique_ptr<cel::VectorRun> condition;
    // Of the run at hand.
    bool is_made = false;
    bool fits = false;
    KeyCounts counts;
    std::vector<std::uint32_t> places;  // by_point: of each pair that was met in `counts`, or kNoPlace
  };
  Counted* of_window(RuleIndex rule, std::size_t window) const { return of_[rule][window]; }
  Counted* add_window(const Window& window, std::uint32_t grouping, const WindowConditions& conditions);
  void make(Counted& counted);
  PlaceSpan members_of(const Counted& counted);
  bool is_member(const Counted& counted, const PlaceSpan& members, std::size_t at) const;
  void add(Counted& counted, const PlaceSpan& members, std::size_t at);
  void add_where_met(Counted& counted, const PlaceSpan& members);
  const cel::Activation& stand_on(std::size_t row, std::size_t program) override;

  const PartPlan& plan_;
  PersonRows rows_;
  RowScope scope_;
  std::vector<std::unique_ptr<Counted>> counted_;
  std::vector<std::vector<Counted*>> of_;  // by rule and window
  const PeopleRun* run_ = nullptr;
  std::span<const Places> met_;
  const Places* mains_ = nullptr;
  std::span<const RowIndex> people_;
  // Of the grouping at hand.
  Places listed_;
  PlaceSpan batch_;
  std::vector<std::uint64_t> keys_;
};

}  // namespace qiuhao::rules
