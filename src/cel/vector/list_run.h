// A run over the items of lists, inside the run of the graph that has the list as a part.
#pragma once

#include <span>
#include <vector>

#include "cel/vector/state.h"

namespace qiuhao::cel {

struct VectorRun::State::ListRun : public BatchHost {
  ListRun(const ListPart& of_list, Rest rest);

  const ListPart& list;
  State items;
  State* outer = nullptr;
  std::vector<std::span<const RowIndex>> rows;   // by row of the outer batch: its items
  std::vector<RowIndex> item_rows;               // of the items laid ready
  std::vector<std::uint32_t> row_of;             // the row of the outer batch of each
  std::vector<std::vector<RowIndex>> slot_rows;  // by list.slots: where that variable stands for each
  std::vector<BatchSlot> slots;
  Batch batch;
  // By row of the outer batch.
  Bits unsure;
  Bits settled;   // exists: an item is true; all: an item is false
  Bits doubtful;  // of exists and all: an item cannot be told
  std::vector<std::int64_t> sums;
  struct Twin {
    std::uint32_t row;
    std::uint32_t of;
  };
  std::vector<Twin> twins;  // rows whose list comes to what that of an earlier row does

  void lay(const Batch& of, std::size_t count);
  void take(std::size_t count);
  bool are_twins(std::size_t row, std::size_t other) const;
  void copy_twins();
  const Activation& stand_on(std::size_t item, std::size_t program) override;
};

}  // namespace qiuhao::cel
