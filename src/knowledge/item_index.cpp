// Codes are numbered through an open-addressing table, then points are laid out by (code, kind) with a counting sort.
#include "knowledge/item_index.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "base/check.h"
#include "base/hash.h"

namespace qiuhao::knowledge {
namespace {

constexpr std::size_t kLeastSlots = 16;

}  // namespace

ItemIndex::ItemIndex(std::size_t codes) {
  CHECK(codes < kNoItem / 2);
  // Half full at most, so a probe stays short even when every entry names its own code.
  slots_.assign(std::bit_ceil(std::max(kLeastSlots, codes * 2)), 0);
  // What is not used of these is not touched either.
  entries_.reserve(codes);
  items_.reserve(codes);
}

void ItemIndex::add(std::string_view item, PointIndex point, KindIndex kind) {
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = hash64(item) & mask;
  while (slots_[slot] != 0 && items_[slots_[slot] - 1].code != item) slot = (slot + 1) & mask;
  if (slots_[slot] == 0) {
    items_.push_back({item, 0, 0});
    slots_[slot] = static_cast<std::uint32_t>(items_.size());
  }
  entries_.push_back({slots_[slot] - 1, point, kind});
  CHECK(entries_.size() * 2 <= slots_.size());
}

std::span<const PointIndex> ItemIndex::find(std::string_view item, KindIndex kind) const {
  const std::uint32_t number = number_of(item);
  if (number == kNoItem) return {};
  const Item& found = items_[number];
  for (std::uint32_t i = 0; i < found.run_count; ++i) {
    const Run& run = runs_[found.first_run + i];
    if (run.kind == kind) return {points_.data() + run.begin, run.count};
  }
  return {};
}

std::uint32_t ItemIndex::number_of(std::string_view item) const {
  if (slots_.empty()) return kNoItem;
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t slot = hash64(item) & mask; slots_[slot] != 0; slot = (slot + 1) & mask) {
    if (items_[slots_[slot] - 1].code == item) return slots_[slot] - 1;
  }
  return kNoItem;
}

void ItemIndex::finish() {
  const std::vector<Entry> entries = std::exchange(entries_, {});
  std::vector<std::uint32_t> begin(items_.size() + 1, 0);
  for (const Entry& entry : entries) ++begin[entry.item + 1];
  for (std::size_t i = 1; i < begin.size(); ++i) begin[i] += begin[i - 1];

  std::vector<std::uint32_t> order(entries.size());
  std::vector<std::uint32_t> next(begin.begin(), begin.end() - 1);
  for (std::uint32_t i = 0; i < entries.size(); ++i) order[next[entries[i].item]++] = i;

  points_.reserve(entries.size());
  runs_.reserve(entries.size());
  for (std::size_t item = 0; item < items_.size(); ++item) {
    const auto by_kind = [&entries](std::uint32_t a, std::uint32_t b) { return entries[a].kind < entries[b].kind; };
    std::stable_sort(order.begin() + begin[item], order.begin() + begin[item + 1], by_kind);
    items_[item].first_run = static_cast<std::uint32_t>(runs_.size());
    for (std::uint32_t i = begin[item]; i < begin[item + 1]; ++i) {
      const Entry& entry = entries[order[i]];
      const bool is_new_run = runs_.size() == items_[item].first_run || runs_.back().kind != entry.kind;
      if (is_new_run) runs_.push_back({static_cast<std::uint32_t>(points_.size()), 0, entry.kind});
      if (!is_new_run && points_.back() == entry.point) continue;
      points_.push_back(entry.point);
      ++runs_.back().count;
    }
    items_[item].run_count = static_cast<std::uint32_t>(runs_.size()) - items_[item].first_run;
  }
}

}  // namespace qiuhao::knowledge
