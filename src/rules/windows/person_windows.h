// The groupings and timelines of one person, each made when a window first needs it and kept until the next person.
#pragma once

#include <deque>
#include <vector>

#include "rules/windows/timeline.h"

namespace qiuhao::rules {

// What was made for a person, by number of its specification and knowledge point. Memory stays for the next person.
template <typename Made>
class MadeByPoint {
 public:
  explicit MadeByPoint(std::size_t specifications) : of_(specifications) {}

  Made* find(std::uint32_t number, PointIndex point) {
    for (const auto& [made_for, at] : of_[number]) {
      if (made_for == point) return &made_[at];
    }
    return nullptr;
  }
  Made& add(std::uint32_t number, PointIndex point) {
    if (used_ == made_.size()) made_.emplace_back();
    if (of_[number].empty()) touched_.push_back(number);
    of_[number].emplace_back(point, used_);
    return made_[used_++];
  }
  void forget() {
    for (const std::uint32_t number : touched_) of_[number].clear();
    touched_.clear();
    used_ = 0;
  }

 private:
  std::vector<std::vector<std::pair<PointIndex, std::size_t>>> of_;
  std::vector<std::uint32_t> touched_;
  std::deque<Made> made_;
  std::size_t used_ = 0;
};

class PersonWindows {
 public:
  PersonWindows(const PartPlan& plan, PersonRows& rows);

  void forget();  // another person
  void use(RowConditions& told, const MetLines& met) { groups_.use(told, met); }
  // The point counts where the window's key (or days_supply) names it.
  const Grouping& grouping(const WindowUse& use, PointIndex point);
  const Timeline& timeline(const WindowUse& use, PointIndex point);
  const GroupMaker& groups() const { return groups_; }

 private:
  const WindowSharing* sharing_;
  GroupMaker groups_;
  TimelineMaker timelines_;
  MadeByPoint<Grouping> made_groupings_;
  MadeByPoint<Timeline> made_timelines_;
};

}  // namespace qiuhao::rules
