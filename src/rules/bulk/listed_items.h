// Which lines of a run the host function listed(table, item, day) is true of: what a table has of an item is looked up
// once for each of the part's items.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cel/vector/vector.h"
#include "rules/bulk/people_run.h"

namespace qiuhao::rules {

// One thread's, over one part.
class ListedItems {
 public:
  // The plan must outlive it.
  explicit ListedItems(const PartPlan& plan) : plan_(plan) {}

  // Whether it is listed(table that there is, r.item, r.day).
  bool can_answer(const cel::HostCall& call) const;
  // Of the run's lines first, first + 1, …; unsure where there is no item or no day.
  cel::Decided answer(const cel::HostCall& call, const PeopleRun& run, RowIndex first, const cel::Bits& asked);

 private:
  struct OfTable {
    std::string table;
    knowledge::KindIndex kind;
    std::vector<std::optional<std::span<const PointIndex>>> points;  // by code of the item, once asked for
  };
  OfTable& of_table(std::string_view table);
  bool is_listed(OfTable& of, std::uint32_t item, Day day) const;

  const PartPlan& plan_;
  std::vector<OfTable> tables_;
};

}  // namespace qiuhao::rules
