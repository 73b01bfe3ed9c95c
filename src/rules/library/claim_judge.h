// Judges made-up claims by the rules and points of a plan, as an audit would.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "rules/plan.h"
#include "rules/test_case.h"

namespace qiuhao::rules {

// A hit on a claim.
struct Blame {
  RuleIndex rule = 0;
  PointIndex point = kNoPoint;
  Cents amount = 0;
  std::vector<std::string> lines;  // ids of those blamed, sorted
};

enum class JudgedRules { with_points, all };

// In order of line, rule and point. With `with_points` only rules that look up knowledge are asked; `all` adds the
// others and those of visits, days, people and providers' months. `points`: of points these alone; empty: all.
std::vector<Blame> judge_claim(const Plan& plan, const TestCase& claim, JudgedRules which,
                               std::span<const PointIndex> points = {});

// Whether a point is blamed for a line of the claim.
bool blames(const std::vector<Blame>& found, PointIndex point);

}  // namespace qiuhao::rules
