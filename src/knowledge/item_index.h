// From item code and kind to the points that name the code: one hash probe, whatever the size of the library.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "knowledge/kinds.h"

namespace qiuhao::knowledge {

using PointIndex = std::uint32_t;

class ItemIndex {
 public:
  ItemIndex() = default;
  // Room for so many codes of points, then each of them, then finish().
  explicit ItemIndex(std::size_t codes);
  // The text must outlive the index.
  void add(std::string_view item, PointIndex point, KindIndex kind);
  void finish();

  // Points in the order of the library, each once; empty when no point of the kind names the code.
  std::span<const PointIndex> find(std::string_view item, KindIndex kind) const;

  // Calls take(kind, points) for each kind that has points naming the code, by kind.
  template <typename Take>
  void each_kind(std::string_view item, const Take& take) const {
    const std::uint32_t number = number_of(item);
    if (number == kNoItem) return;
    const Item& found = items_[number];
    for (std::uint32_t i = 0; i < found.run_count; ++i) {
      const Run& run = runs_[found.first_run + i];
      take(run.kind, std::span<const PointIndex>(points_.data() + run.begin, run.count));
    }
  }

  std::size_t item_count() const { return items_.size(); }

 private:
  // The points of one (item, kind) stand in points_[begin, begin + count).
  struct Run {
    std::uint32_t begin;
    std::uint32_t count;
    KindIndex kind;
  };
  struct Item {
    std::string_view code;
    std::uint32_t first_run;
    std::uint32_t run_count;  // at most one for each kind
  };

  static constexpr std::uint32_t kNoItem = 0xffffffff;
  std::uint32_t number_of(std::string_view item) const;

  // A code of a point as it was added; gone when the index is finished.
  struct Entry {
    std::uint32_t item;
    PointIndex point;
    KindIndex kind;
  };

  std::vector<Entry> entries_;
  std::vector<std::uint32_t> slots_;  // open addressing: item number + 1, 0 for none
  std::vector<Item> items_;
  std::vector<Run> runs_;
  std::vector<PointIndex> points_;
};

}  // namespace qiuhao::knowledge
