// A person's rows grouped by the key of a window: once for all rules that have the same rows, key and condition.
#pragma once

#include <span>
#include <vector>

#include "rules/bulk/row_conditions.h"

namespace qiuhao::rules {

// Where a key is read: a row with its visit and person, or a subject.
struct KeyPlace {
  claims::Entity of = claims::Entity::line;
  RowIndex row = kNoRow;  // of `of`
  RowIndex visit = kNoRow;
  Day day = kNoDay;  // local
};

// Rows of one key: a run of Grouping::rows.
struct Group {
  std::uint64_t key = 0;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

struct Grouping {
  const GroupSpec* spec = nullptr;
  std::vector<std::pair<std::uint64_t, RowIndex>> keyed;
  std::vector<RowIndex> rows;  // by group, in row order
  std::vector<Group> groups;   // by key
};

class GroupMaker {
 public:
  GroupMaker(const PartPlan& plan, PersonRows& rows)
      : plan_(&plan), rows_(&rows), scope_(plan, rows), known_(plan.plan().sharing().conditions().size()) {}

  void forget();  // another person

  // While people are of their run: asks `told` whether rows meet a window's condition, and `met` for the lines that
  // rules' points name.
  void use(RowConditions& told, const MetLines& met) {
    told_ = &told;
    met_ = &met;
  }

  // Without a day where the key has none.
  KeyPlace place_of(const GroupSpec& spec, RowIndex row) const;
  // Groups the rows of the person at hand; of one point when the key names it.
  void fill(const GroupSpec& spec, PointIndex point, Grouping& grouping);
  // The group that a place's key is of: its number, or kNoRow. `absent` is the term that the place has no value for.
  std::uint32_t find(const Grouping& grouping, const KeyPlace& place, const KeyTerm*& absent) const;

 private:
  // Hash of a place's key; false when a term has no value.
  bool key_of(const std::vector<KeyTerm>& by, const KeyPlace& place, std::uint64_t& key, const KeyTerm*& absent) const;
  bool same_key(const std::vector<KeyTerm>& by, const KeyPlace& a, const KeyPlace& b) const;
  RowIndex row_for(claims::Entity entity, const KeyPlace& place) const;
  // Whether a line's item lets it be a row at all; most cannot, and cost no more than that.
  bool has_item_of(const GroupSpec& spec, RowIndex line) const;
  bool meets(const GroupSpec& spec, PointIndex point, RowIndex line) const;
  bool is_of_point(const GroupSpec& spec, PointIndex point, PointIndex candidate, RowIndex line) const;
  void add_row(const GroupSpec& spec, RowIndex row, Grouping& grouping);
  void add_met(const GroupSpec& spec, PointIndex point, claims::Range range, Grouping& grouping);
  bool meets_condition(const GroupSpec& spec, RowIndex row);

  // Whether rows of the person meet a condition; many groupings have the same.
  enum class Met : std::uint8_t { unknown, no, yes };
  using KnownRows = std::vector<Met>;  // by place among the person's; empty: none is known

  const PartPlan* plan_;
  PersonRows* rows_;
  RowScope scope_;
  cel::Scratch scratch_;
  std::vector<KnownRows> known_;        // by condition
  std::vector<std::uint32_t> touched_;  // conditions of which rows are known
  RowConditions* told_ = nullptr;
  const MetLines* met_ = nullptr;
};

}  // namespace qiuhao::rules
