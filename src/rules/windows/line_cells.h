// Peer windows of lines: figures of an item that a provider billed in a month, which are held against its stock. Only
// items and providers that the stock records name are collected, so a tape without such records costs nothing, and
// memory is bounded by them. A line costs a look at its item; what is collected is found by numbers, not by texts.
#pragma once

#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

#include "rules/bulk/people_run.h"
#include "rules/rows_activation.h"
#include "rules/windows/stock.h"

namespace qiuhao::rules {

struct PeerCell;
struct PeerKey;
class PeerCells;

// What a row adds to a window's figure, at kPeerScale places; nullopt when it has no value.
std::optional<std::int64_t> units_of_row(const Window& window, const RowScope& scope, cel::Scratch& scratch);

// One thread's, over one part.
class LineCells {
 public:
  // All must outlive it, and nothing be taken of the cells meanwhile.
  LineCells(const PartPlan& plan, std::uint16_t part, PeerCells& into);

  void add_person(RowIndex person);
  // The same of all people of a run.
  void add_run(const PeopleRun& run);

 private:
  // A rule over lines: its number among those of grain provider_period, too.
  struct OfRule {
    std::size_t number = 0;
    RuleIndex rule = 0;
  };
  bool is_idle() const { return rules_.empty(); }
  void number_items(const StockTable& stock);
  void number_providers(const StockTable& stock);
  // A line whose item has a number.
  struct Place {
    RowIndex line = kNoRow;
    RowIndex person = kNoRow;
    RowIndex provider = kNoRow;
    std::uint32_t item = 0;  // its number
    Day day = kNoDay;
  };
  void add_line(const Place& place);
  void set_month(Day day);
  // The cells of a line of the month at hand by rule, null where nothing was counted yet; nullptr: the line is of none.
  PeerCell** cells_of(const Place& place);
  PeerCell* make_cell(const OfRule& of, const Place& place);
  void add_to(const OfRule& of, PeerCell*& cell, const Place& place);

  const PartPlan* plan_;
  std::uint16_t part_;
  PeerCells& into_;
  std::vector<OfRule> rules_;
  std::vector<std::uint32_t> item_numbers_;      // by code, kNone where the records name it not
  std::vector<std::uint32_t> provider_numbers_;  // by row
  const Column* days_ = nullptr;
  // Of the last line; a person's lines stand by day.
  Day day_ = kNoDay;
  Day month_ = kNoDay;
  std::optional<std::uint64_t> month_number_;
  PersonRows rows_;
  RowScope scope_;
  cel::Scratch where_scratch_;
  cel::Scratch value_scratch_;
  // Place in cells_ by provider, item and month; kNone where the provider has no records of the item.
  std::unordered_map<std::uint64_t, std::uint32_t> places_;
  std::vector<PeerCell*> cells_;  // by place, then rule
};

}  // namespace qiuhao::rules
