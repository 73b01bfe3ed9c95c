// Lists of rows: each item beside the row of the batch whose list it is in, so many at a time, through a run of its
// own; what they come to is put together by the row of the batch.
#include <algorithm>

#include "base/check.h"
#include "cel/vector/list_run.h"

namespace qiuhao::cel {

VectorRun::State::ListRun::ListRun(const ListPart& of_list, Rest rest)
    : list(of_list),
      items(of_list.graph, rest),
      rows(kBatchRows),
      item_rows(kBatchRows),
      row_of(kBatchRows),
      slot_rows(of_list.slots.size(), std::vector<RowIndex>(kBatchRows)),
      sums(kBatchRows) {
  items.item_struct = list.item;
}

const Activation& VectorRun::State::ListRun::stand_on(std::size_t item, std::size_t program) {
  return outer->host->stand_on(row_of[item], program);
}

// Lists that some part can be told of quickly; otherwise all are left to the row program.
bool VectorRun::State::bind_list(PartIndex index) {
  const VectorPart& part = graph.parts[index];
  ListRun& run = *lists[index];
  if (!host->has_lists(part.list->name, part.program)) return false;
  run.outer = this;
  run.lay(batch, 0);
  run.items.begin(run.batch, run);
  const auto is_quick = [&](PartIndex root) { return run.items.parts[root].way != Way::row; };
  if (!std::ranges::all_of(part.list->graph.roots, is_quick)) return false;
  if (part.list->fold != ListFold::sum) return true;
  parts[index].scale = run.items.parts[part.list->graph.roots.back()].scale;
  return parts[index].scale != kNoScale;
}

// The first items as a batch: variables stand where the rows of the outer batch do.
void VectorRun::State::ListRun::lay(const Batch& of, std::size_t count) {
  slots.assign(of.slots.size(), {});
  for (std::size_t at = 0; at < list.slots.size(); ++at) {
    const SlotId slot = list.slots[at];
    if (slot >= of.slots.size()) continue;
    const BatchSlot& stands = of.slots[slot];
    if (stands.rows == nullptr && stands.first == kNoRow) continue;
    std::vector<RowIndex>& laid = slot_rows[at];
    for (std::size_t item = 0; item < count; ++item) {
      laid[item] = stands.rows == nullptr ? stands.first + row_of[item] : stands.rows[row_of[item]];
    }
    slots[slot].rows = laid.data();
  }
  items.item_slot.rows = item_rows.data();
  batch = {count, of.of_struct, slots, of.unlaid, of.reader};
}

// What the items laid ready come to, added to their rows.
void VectorRun::State::ListRun::take(std::size_t count) {
  lay(outer->batch, count);
  items.begin(batch, *this);
  Bits left = Bits::first(count);
  for (std::size_t condition = 0; condition < list.conditions; ++condition) {
    const PartState& met = items.decide(list.graph.roots[condition], left);
    (left & met.unsure).each([&](std::size_t item) { unsure.set(row_of[item]); });  // filter() gives the error on
    left = without(left & met.yes, met.unsure);
  }
  if (list.fold == ListFold::size) {
    left.each([&](std::size_t item) { ++sums[row_of[item]]; });
  } else if (list.fold == ListFold::sum) {
    const PartState& values = items.numbers(list.graph.roots.back(), left);
    left.each([&](std::size_t item) {
      std::int64_t& sum = sums[row_of[item]];
      if (values.unsure.has(item) || __builtin_add_overflow(sum, values.values[item], &sum)) unsure.set(row_of[item]);
    });
  } else {
    const PartState& told = items.decide(list.graph.roots.back(), left);
    const bool wanted = list.fold == ListFold::exists;
    left.each([&](std::size_t item) {
      if (told.unsure.has(item))
        doubtful.set(row_of[item]);
      else if (told.yes.has(item) == wanted)
        settled.set(row_of[item]);
    });
  }
}

// Whether two rows of the outer batch have the same list, and nothing that is read beside its items differs. What the
// row program is asked reads variables that no slot of the list tells of.
bool VectorRun::State::ListRun::are_twins(std::size_t row, std::size_t other) const {
  if (items.rest != Rest::unsure) return false;
  if (rows[row].data() != rows[other].data() || rows[row].size() != rows[other].size()) return false;
  return std::ranges::all_of(list.slots, [&](SlotId slot) {
    if (slot >= outer->batch.slots.size()) return true;
    const BatchSlot& stands = outer->batch.slots[slot];
    return stands.rows != nullptr ? stands.rows[row] == stands.rows[other] : stands.first == kNoRow;
  });
}

void VectorRun::State::ListRun::copy_twins() {
  for (const auto& [row, of] : twins) {
    sums[row] = sums[of];
    if (unsure.has(of)) unsure.set(row);
    if (settled.has(of)) settled.set(row);
    if (doubtful.has(of)) doubtful.set(row);
  }
}

void VectorRun::State::fold_list(PartIndex index, const Bits& asked) {
  const VectorPart& part = graph.parts[index];
  PartState& state = parts[index];
  ListRun& run = *lists[index];
  run.unsure = host->lists(part.list->name, part.program, asked, run.rows);
  run.settled = {};
  run.doubtful = {};
  run.twins.clear();
  std::size_t count = 0;
  std::size_t last = kBatchRows;
  without(asked, run.unsure).each([&](std::size_t row) {
    // Lines of one visit, or of one prescription, follow each other.
    if (last < kBatchRows && run.are_twins(row, last))
      return run.twins.push_back({static_cast<std::uint32_t>(row), static_cast<std::uint32_t>(last)});
    last = row;
    run.sums[row] = 0;
    if (run.rows[row].size() > kMostItems) return run.unsure.set(row);
    for (const RowIndex item : run.rows[row]) {
      run.item_rows[count] = item;
      run.row_of[count] = static_cast<std::uint32_t>(row);
      if (++count < kBatchRows) continue;
      run.take(count);
      count = 0;
    }
  });
  if (count > 0) run.take(count);
  run.copy_twins();
  // exists is true, and all is false, whatever else fails; what filter() could not tell fails all the same.
  Bits unsure = run.unsure;
  if (part.type == Kind::boolean) {
    unsure = unsure | without(run.doubtful, run.settled);
    const bool is_exists = part.list->fold == ListFold::exists;
    const Bits yes = is_exists ? run.settled : without(asked, run.settled);
    state.yes = state.yes | without(yes & asked, unsure);
  } else {
    asked.each([&](std::size_t row) { state.own[row] = run.sums[row]; });
    state.values = state.own.data();
  }
  state.unsure = state.unsure | (unsure & asked);
  state.known = state.known | asked;
}

}  // namespace qiuhao::cel
