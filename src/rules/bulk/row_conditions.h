// Which lines and visits of a run of people meet the conditions of windows (`where`), told in blocks of neighbours when
// first asked for. Windows with the same condition share the answer.
#pragma once

#include <memory>
#include <vector>

#include "cel/vector/vector.h"
#include "rules/bulk/listed_items.h"
#include "rules/bulk/run_columns.h"
#include "rules/rows_activation.h"

namespace qiuhao::rules {

// The conditions as vector programs; the same for all parts and threads.
class ConditionPrograms {
 public:
  explicit ConditionPrograms(const Plan& plan);
  // Null: its rows are of no run.
  const cel::VectorProgram* of(std::uint32_t condition) const { return of_[condition].get(); }

 private:
  std::vector<std::unique_ptr<const cel::VectorProgram>> of_;
};

// One thread's, over one part.
class RowConditions : private cel::BatchHost {
 public:
  // All must outlive it.
  RowConditions(const PartPlan& plan, const ConditionPrograms& programs, RunColumns& columns);
  ~RowConditions() override;

  // Whether rows of this condition are lines or visits.
  bool can_tell(std::uint32_t condition) const { return of_[condition].run != nullptr; }
  // Another run, which must live until the next.
  void begin(const PeopleRun& run);
  RunColumns& columns() const { return columns_; }
  // Of a row of the run.
  bool met(std::uint32_t condition, RowIndex row) {
    OfCondition& of = of_[condition];
    const std::size_t place = row - of.first;
    const std::size_t block = place / cel::kBatchRows;
    if (!of.is_made[block]) [[unlikely]]
      make(of, block);
    return of.blocks[block].has(place % cel::kBatchRows);
  }
  // Calls use(row) for every row of the run that meets it, in order.
  template <typename Use>
  void each_met(std::uint32_t condition, const Use& use) {
    OfCondition& of = of_[condition];
    for (std::size_t block = 0; block < of.is_made.size(); ++block) {
      if (!of.is_made[block]) make(of, block);
      const auto first = static_cast<RowIndex>(of.first + block * cel::kBatchRows);
      of.blocks[block].each([&](std::size_t row) { use(first + static_cast<RowIndex>(row)); });
    }
  }

 private:
  struct OfCondition {
    claims::Entity entity = claims::Entity::line;
    bool reads_person = false;
    std::unique_ptr<cel::VectorRun> run;
    RowIndex first = 0;
    std::size_t rows = 0;
    std::vector<cel::Bits> blocks;
    std::vector<std::uint8_t> is_made;
  };
  void make(OfCondition& of, std::size_t block);
  RowIndex person_of(claims::Entity entity, RowIndex row) const;
  const cel::Activation& stand_on(std::size_t row, std::size_t program) override;
  bool has_answers(const cel::HostCall& call) override;
  cel::Decided answer(const cel::HostCall& call, const cel::Bits& asked) override;

  const PartPlan& plan_;
  RunColumns& columns_;
  PersonRows rows_;
  RowScope scope_;
  ListedItems listed_;
  std::vector<OfCondition> of_;
  const PeopleRun* run_ = nullptr;
  // Of the block at hand.
  const OfCondition* made_ = nullptr;
  RowIndex first_ = 0;
  std::vector<RowIndex> people_;  // of its rows, where the condition reads them
};

// Appends the rows of these people of the run that meet a grouping's condition.
void list_met(const claims::Part& part, RowConditions& conditions, const GroupSpec& spec, const PeopleRun& run,
              std::span<const RowIndex> people, Places& listed);

}  // namespace qiuhao::rules
