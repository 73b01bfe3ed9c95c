// What a Subject keeps of the person and line at hand; seen by subject.cpp and windows.cpp alone.
#pragma once

#include <array>
#include <deque>
#include <vector>

#include "rules/subject.h"

namespace qiuhao::rules {

using cel::Value;

// Rows of one key, in time order: a run of Grouping::rows.
struct Subject::Group {
  std::uint64_t key = 0;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

// The rows of a person grouped by a window's key (for one point, when the key or the window names it).
struct Subject::Grouping {
  const Window* window = nullptr;
  PointIndex point = kNoPoint;
  std::vector<std::pair<std::uint64_t, RowIndex>> keyed;
  std::vector<RowIndex> rows;
  std::vector<Group> groups;
};

struct Subject::WindowState {
  std::deque<Grouping> groupings;  // the first `used` are of this person; the rest keep their memory for the next
  std::size_t used = 0;
  cel::Scratch where_scratch;
  // Per window and let of the current line: worked out already?
  std::array<bool, kMaxWindows> window_known{};
  std::array<Value, kMaxWindows> windows{};
  std::array<cel::ListValue, kMaxWindows> lists{};
  std::array<std::vector<RowIndex>, kMaxWindows> pair_rows{};
  std::array<bool, kMaxLets> let_known{};
  std::array<Value, kMaxLets> lets{};
  std::array<cel::Scratch, kMaxLets> let_scratches{};
};

}  // namespace qiuhao::rules
