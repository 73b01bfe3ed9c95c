// Holds the points of a library against each other: near-linear, by item code. What is suspected is put to made-up
// claims, and only what the engine confirms is found.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "rules/library/claim_judge.h"
#include "rules/library/finding.h"
#include "rules/library/point_claims.h"

namespace qiuhao::rules {

// Points of one item beyond which each is held against so many that follow it only.
inline constexpr std::size_t kMostNeighbours = 32;
// Days between two periods of one limit that are called a gap; longer ones are two times of one policy.
inline constexpr Day kLongestGapDays = 31;

// One made-up claim, judged.
struct Trial {
  Thing thing = Thing::none;
  TestCase claim;
  std::vector<Blame> found;
};

class PointChecker {
 public:
  // All must outlive the checker. `involved`: only what is about such a point is looked at; none: everything.
  PointChecker(const Plan& plan, LibraryReport& report, std::function<bool(PointIndex)> involved = nullptr);

  void check_all();
  // Contradictions alone, for a publication that is about to come.
  void check_contradictions();

 private:
  struct ItemPoint {
    std::uint64_t item_hash;
    PointIndex point;
    std::string_view item;
  };

  const knowledge::Point& point(PointIndex index) const { return plan_.library()[index]; }
  const knowledge::Kind& kind_of(PointIndex index) const { return plan_.library().kinds()[kinds_[index]]; }
  const std::vector<RuleIndex>& rules_of(PointIndex index) const { return rules_of_kind_[kinds_[index]]; }
  bool is_asked(PointIndex a, PointIndex b) const { return !involved_ || involved_(a) || involved_(b); }
  bool is_pair(PointIndex index) const;

  // point_check.cpp
  bool is_usable(PointIndex index) const;
  std::string described(PointIndex index) const;
  Trial judged(Thing thing, TestCase claim, std::vector<PointIndex> points) const;  // none: by all points
  ShownClaim shown(const Trial& trial, const std::vector<PointIndex>& points) const;
  Sentence verdict_on(const Trial& trial, PointIndex index) const;
  bool may_examine(FindingClass klass);
  LibraryFinding finding(FindingClass klass, std::vector<PointIndex> points, const std::string& item,
                         Sentence sentence) const;
  void keep(LibraryFinding finding, const std::vector<const Trial*>& trials, const std::vector<PointIndex>& points);

  // point_pairs.cpp: points that share an item
  std::vector<ItemPoint> items_of_points(bool of_pairs) const;
  void look_at_shared_items();
  void look_at_run(const std::vector<ItemPoint>& entries, std::size_t begin, std::size_t end);
  void look_at_two(PointIndex a, PointIndex b, const std::string& item);
  void look_at_same_kind(PointIndex a, PointIndex b, const std::string& item, Day day);
  void look_at_two_kinds(PointIndex a, PointIndex b, const std::string& item, Day day);

  // point_trials.cpp: what claims show of two points
  std::vector<Trial> trials_of(PointIndex a, PointIndex b, const std::string& item, Day day) const;
  void add_trials_of_tests(PointIndex a, const std::vector<PointIndex>& asked, const std::string& item, Day day,
                           std::vector<Trial>& trials) const;
  void try_contradiction(PointIndex a, PointIndex b, const std::string& item, const std::vector<Trial>& trials);
  void try_swallowed(PointIndex a, PointIndex by, const std::string& item, const std::vector<Trial>& trials,
                     bool is_equal);
  void try_twice(PointIndex a, PointIndex b, const std::string& item, const std::vector<Trial>& trials);
  void try_overlap(PointIndex a, PointIndex b, const std::string& item, const std::vector<Trial>& trials);

  // inclusions.cpp: pairs of items
  void look_at_inclusions();
  void look_at_two_inclusions(PointIndex a, PointIndex b);
  void try_circle(PointIndex a, PointIndex b, const std::vector<Trial>& trials);
  std::vector<Trial> trials_of_pair(PointIndex a, PointIndex b, Day day) const;
  // periods.cpp: versions, points that are never in force, ranges of ages of one item's forms
  void look_at_versions();
  void look_at_gap(PointIndex before, PointIndex after, const std::string& item);
  bool is_found_on(PointIndex index, const std::string& item, Day day, ClaimWish& wish, Trial& trial) const;
  bool is_kind_silent(PointIndex index, const Trial& trial) const;
  void look_at_never();
  void look_at_point_alone(PointIndex index);
  Day last_judged(PointIndex index) const;

  // families.cpp: ranges of ages of the forms of one item
  void look_at_families();
  void look_at_family(const std::vector<PointIndex>& family);
  Trial trial_of_age(PointIndex index, int life, Day day) const;
  void try_age_gap(PointIndex younger, PointIndex older, int life, Day day);
  void try_age_overlap(PointIndex younger, PointIndex older, int life, Day day);

  const Plan& plan_;
  LibraryReport& report_;
  const std::function<bool(PointIndex)> involved_;
  bool contradictions_only_ = false;
  std::vector<knowledge::KindIndex> kinds_;            // by point
  std::vector<std::vector<RuleIndex>> rules_of_kind_;  // of grains line and pair
  std::vector<std::vector<bool>> shares_field_;        // of two kinds
  std::unordered_set<std::uint64_t> seen_;             // pairs of points looked at
  std::array<std::size_t, kFindingClasses> examined_{};
  std::size_t crowded_items_ = 0;  // of more points than kMostNeighbours
};

}  // namespace qiuhao::rules
