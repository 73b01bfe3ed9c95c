// What a Subject keeps of the person and subject at hand; seen by subject*.cpp alone.
#pragma once

#include <array>
#include <vector>

#include "rules/subject.h"
#include "rules/windows/person_windows.h"
#include "rules/windows/supply.h"

namespace qiuhao::rules {

struct Subject::State {
  explicit State(const PartPlan& plan) : rows(plan), windows(plan, rows) {}

  PersonRows rows;
  PersonWindows windows;
  cel::ListValue day_list;
  std::string month;  // of a provider's period
  std::vector<RowIndex> partners;
  // Per window and let of the current subject: worked out already?
  std::array<bool, kMaxWindows> window_known{};
  std::array<cel::Value, kMaxWindows> values{};
  std::array<cel::ListValue, kMaxWindows> lists{};
  std::array<std::vector<RowIndex>, kMaxWindows> pair_rows{};
  std::array<Supply, kMaxWindows> supplies{};
  std::array<bool, kMaxLets> let_known{};
  std::array<cel::Value, kMaxLets> lets{};
  std::array<cel::Scratch, kMaxLets> let_scratches{};
  // Lets of windows (Let::of_window), each with the rows that it was last worked out of; of the person at hand.
  struct KnownLet {
    RuleIndex rule = 0;
    std::size_t let = 0;
    std::span<const RowIndex> rows;
    cel::Value value;
  };
  std::vector<KnownLet> known_lets;
};

}  // namespace qiuhao::rules
