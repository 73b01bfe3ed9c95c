// The cells of visits in peer windows: each visit's provider and month within its group of peers. They are found by
// numbers, not by texts, and rules with the same group share the look-up.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "rules/bulk/key_places.h"
#include "rules/plan.h"
#include "rules/windows/window.h"

namespace qiuhao::rules {

struct PeerCell;
struct PeerKey;
class PeerCells;

// One thread's, over one part.
class CellFinder {
 public:
  // All must outlive it, and nothing be taken of the cells meanwhile.
  CellFinder(const PartPlan& plan, std::uint16_t part, PeerCells& into);

  // Visits that are looked up together, with the days that they begin on (kNoDay: none) and their providers (kNoRow:
  // none); all live until the next.
  struct Visits {
    std::span<const RowIndex> rows;
    std::span<const Day> days;
    std::span<const RowIndex> providers;
  };
  void begin(const Visits& visits);
  // The cell of one of them, by its place, for a rule by its number among those of grain provider_period; null: it has
  // no provider, no start or no value of the group, and belongs nowhere.
  PeerCell* find(std::size_t number, std::size_t at);

 private:
  // Rules with the same group.
  struct Grouping {
    const std::vector<KeyTerm>* terms = nullptr;
    KeyPlaces places;                     // by the number of a key in this part
    bool is_made = false;                 // of the visits at hand:
    std::vector<std::uint32_t> of_visit;  // place; kNowhere: its key has no number
  };
  struct Found {
    bool is_known = false;
    PeerCell* cell = nullptr;
  };
  std::size_t grouping_of(const std::vector<KeyTerm>& terms);
  void make(Grouping& grouping);
  bool add_term(const KeyTerm& term, unsigned bits);
  PeerCell* make_cell(std::size_t number, std::size_t at);
  bool fill_key(const std::vector<KeyTerm>& group, std::size_t at, PeerKey& key) const;

  const PartPlan& plan_;
  std::uint16_t part_;
  PeerCells& into_;
  std::vector<Grouping> groupings_;
  std::vector<std::size_t> grouping_of_rule_;  // by number
  std::vector<std::vector<Found>> found_;      // by number, then place
  Visits visits_;
  // Of the grouping at hand, by visit.
  std::vector<std::uint64_t> numbers_;
  std::vector<std::uint8_t> has_number_;
  std::vector<std::uint32_t> codes_;
  std::vector<std::int64_t> values_;
};

}  // namespace qiuhao::rules
