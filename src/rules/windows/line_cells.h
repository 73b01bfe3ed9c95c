// Peer windows of lines: figures of an item that a provider billed in a month, which are held against its stock. Only
// items and providers that the stock records name are collected, so a tape without such records costs nothing, and
// memory is bounded by them. A line costs a look at its item; what is collected is found by numbers, not by texts.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "rules/bulk/key_places.h"
#include "rules/bulk/people_run.h"
#include "rules/rows_activation.h"
#include "rules/windows/stock.h"

namespace qiuhao::rules {

struct PeerCell;
struct PeerKey;
class PeerCells;
class RowValues;

// The first day of a day's month.
Day month_of(Day day);
// Months since the year 0, in 16 bits; nullopt for those that no claim is of.
std::optional<std::uint64_t> month_number(Day day);
// What a value adds to a figure, at kPeerScale places; nullopt when it is no number.
std::optional<std::int64_t> units_of(const cel::Value& value);
// What a row adds to a window's figure, at kPeerScale places; nullopt when it has no value.
std::optional<std::int64_t> units_of_row(const Window& window, const RowScope& scope, cel::Scratch& scratch);

// One thread's, over one part.
class LineCells {
 public:
  // All must outlive it, and nothing be taken of the cells meanwhile.
  LineCells(const PartPlan& plan, std::uint16_t part, PeerCells& into);

  void add_person(RowIndex person);
  // The same of all people of a run, of which `values` tells what lines add.
  void add_run(const PeopleRun& run, RowValues& values);

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
  // The first of the cells, by rule, of a line of the month at hand, null where nothing was counted yet; kNowhere: the
  // line is of none.
  std::uint32_t cells_of(const Place& place);
  bool stands(const Place& place);
  PeerCell* make_cell(const OfRule& of, const Place& place, Day month);
  void add_to(const OfRule& of, PeerCell*& cell, const Place& place);
  void add_batch(RowValues& values);

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
  bool takes_every_line_ = true;            // no window has a condition
  KeyPlaces places_;                        // by provider, item and month
  std::vector<std::uint32_t> first_cells_;  // by place; kNowhere where the provider has no records of the item
  std::vector<PeerCell*> cells_;            // by rule
  // Lines whose values are asked for together.
  struct Waiting {
    Place place;
    Day month = kNoDay;
    std::uint32_t first_cell = 0;
  };
  std::vector<Waiting> waiting_;
  std::vector<RowIndex> waiting_lines_;
};

}  // namespace qiuhao::rules
