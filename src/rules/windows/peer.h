// Window `peer`: a figure of each provider and month beside the same figure of its peers. It is of the visits that
// begin in the month, or, grouped by the item, of the item's lines in the month. The figures come from everybody's
// tapes, so they are collected first and judged afterwards:
//
//   on each thread:                PeerCells cells;
//   for each part:                 PeerCollector collector(part_plan, part number, cells);
//                                  collector.add_people(people);
//   then, in any order:            PeerSums all; all.merge(cells.take());
//   once:                          const PeerTable table(plan, all);
//                                  judge_provider_periods(table, part_plans, [&](const SubjectRef&, const Subject&,
//                                                         const Verdict&) { … });
//
// Sums are exact and cells stand in the order of their keys, so neither threads nor parts show in a result.
#pragma once

#include <functional>
#include <map>
#include <span>
#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "cel/vector/vector.h"
#include "rules/bulk/row_conditions.h"
#include "rules/judge.h"
#include "rules/windows/cell_finder.h"
#include "rules/windows/line_cells.h"
#include "rules/windows/line_parts.h"
#include "rules/windows/row_values.h"
#include "rules/windows/stock.h"

namespace qiuhao::rules {

inline constexpr int kPeerScale = 6;  // places that sums keep

// One provider's month, within one group of peers.
struct PeerKey {
  std::vector<std::string> group;  // values of the window's `group`, month as "2026-03"
  std::string provider;            // code
  Day month = kNoDay;              // its first day
  auto operator<=>(const PeerKey&) const = default;
};

// What one window counts of a cell, at kPeerScale places.
struct PeerSum {
  __int128 total = 0;
  __int128 whole = 0;        // of aggregate part: what total is a part of
  std::int64_t largest = 0;  // when n > 0
  std::int64_t n = 0;        // visits (lines) with a value
  void add(std::int64_t units, std::int64_t of = 0);
  void add(const PeerSum& other);
};

struct PeerCell {
  std::uint16_t part = 0xffff;  // where the provider has a row: the first part and row
  RowIndex provider_row = kNoRow;
  RowIndex line_row = kNoRow;  // of windows of lines: the first line counted there
  std::vector<PeerSum> windows;
  void stands_at(std::uint16_t at_part, RowIndex provider, RowIndex line = kNoRow) {
    const std::tuple at(at_part, provider, line);
    if (at < std::tie(part, provider_row, line_row)) std::tie(part, provider_row, line_row) = at;
  }
};

// By number of the rule among those of grain provider_period.
struct PeerSums {
  std::vector<std::map<PeerKey, PeerCell>> rules;
  void merge(PeerSums&& other);
};

// What one thread collects, found by hash; PeerSums has it in order.
class PeerCells {
 public:
  // Of the rule's number among those of grain provider_period.
  PeerCell& of(std::size_t number, PeerKey&& key);
  // All of it; nothing is left.
  PeerSums take();

 private:
  struct Hash {
    std::size_t operator()(const PeerKey& key) const;
  };
  std::vector<std::unordered_map<PeerKey, PeerCell, Hash>> rules_;
};

// Collects the people of one part on one thread.
class PeerCollector : private cel::BatchHost {
 public:
  // All must outlive it, and nothing be taken of the cells meanwhile.
  PeerCollector(const PartPlan& plan, std::uint16_t part, PeerCells& into);
  ~PeerCollector() override;
  // Any number of calls; each person once.
  void add_people(std::span<const RowIndex> people);
  // All people of a run, of which `told` tells the windows' conditions and `lists` what visits have.
  void add_run(const PeopleRun& run, RowConditions& told, VisitLists& lists);

 private:
  // A window of visits, and the number of its rule among those of grain provider_period.
  struct OfWindow {
    std::size_t number = 0;
    RuleIndex rule = 0;
    std::size_t window = 0;
    bool reads_parameters = false;
  };
  // Windows that count the same visits.
  struct Alike {
    std::uint32_t condition = kNotShared;
    std::vector<OfWindow> windows;
  };
  // What a visit adds to a window's figure.
  struct Units {
    std::int64_t value = 0;
    std::int64_t whole = 0;  // of aggregate part
  };
  const Window& window_of(const OfWindow& of) const { return plan_->plan().rules()[of.rule].windows[of.window]; }
  void add_batch();
  void add_visit(RowIndex visit);
  void add_alike(const Alike& alike, const PeopleRun& run, std::span<const RowIndex> visits, VisitLists& lists);
  void add_units(const OfWindow& of, std::size_t at, const Units& units);
  void stand_on_person(RowIndex person);
  const cel::Activation& stand_on(std::size_t row, std::size_t program) override;
  std::optional<Units> part_of(const Window& window);
  void lay_parameters(RuleIndex rule, Day day);

  const PartPlan* plan_;
  PersonRows rows_;
  RowScope scope_;
  LineParts parts_;
  LineCells lines_;
  CellFinder cells_;
  RowValues values_;
  cel::Scratch where_scratch_;
  cel::Scratch value_scratch_;
  std::vector<Alike> alike_;
  bool can_tell_ = true;  // every window has a condition that is told in bulk
  // Visits of a batch, and the windows' conditions over them; none when some window takes every visit.
  std::vector<RowIndex> visits_;
  std::vector<RowIndex> people_;
  std::vector<Day> days_;
  std::vector<RowIndex> providers_;
  std::vector<cel::BatchSlot> slots_;
  std::unique_ptr<const cel::VectorProgram> conditions_;
  std::unique_ptr<cel::VectorRun> run_;
};

// A figure among its peers'. Statistics are doubles; they are no amounts.
struct PeerFigures {
  double value = 0;
  std::int64_t n = 0;      // visits
  std::int64_t peers = 0;  // cells of the group with at least min_n visits, this one among them
  double median = 0;       // of the peers' values; of two in the middle their mean
  double mad = 0;          // median of the distances from the median
  double p95 = 0;          // the smallest value that at least 95 in 100 do not exceed
  std::int64_t rank = 0;   // 1 for the largest; equal values share the better one
  __int128 total = 0;      // exact sum of what was counted, at kPeerScale places
};

class PeerTable {
 public:
  PeerTable(const Plan& plan, const PeerSums& sums);

  struct Cell {
    PeerKey key;
    std::uint16_t part = 0;
    RowIndex provider_row = kNoRow;
    RowIndex line_row = kNoRow;                       // of windows of lines, as of PeerCell
    std::vector<std::optional<PeerFigures>> windows;  // nullopt: fewer than min_n visits
    std::optional<StockBalance> stock;                // of windows of lines
    std::string_view item;                            // of windows of lines: in the key
  };
  // Cells of a rule of grain provider_period in which a window has figures, by group, provider, month; empty for
  // others.
  std::span<const Cell> cells(RuleIndex rule) const { return cells_[rule]; }
  const Plan& plan() const { return *plan_; }

 private:
  void add_stock(RuleIndex rule);
  const Plan* plan_;
  std::vector<std::vector<Cell>> cells_;
};

// The figures of a part by itself, which has every person: of a test or of one claim.
PeerTable peers_of_part(const PartPlan& plan);
// Judges a part by itself: peers_of_part, then judge_provider_periods.
void judge_provider_periods(const PartPlan& plan,
                            const std::function<void(const SubjectRef&, const Subject&, const Verdict&)>& take);

// Figures of values that are peers: the i-th of each.
std::vector<PeerFigures> figures_of(std::span<const double> values, std::span<const std::int64_t> n);

// Judges every rule of grain provider_period on each of its cells, in order of rule, then cell. SubjectRef::row is the
// cell's number; its part is the cell's. `parts` are those of the collectors, by number.
void judge_provider_periods(const PeerTable& table, std::span<const PartPlan* const> parts,
                            const std::function<void(const SubjectRef&, const Subject&, const Verdict&)>& take);

}  // namespace qiuhao::rules
