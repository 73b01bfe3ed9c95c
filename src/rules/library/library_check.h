// The check of a whole library: its rules, its points, and what a bureau put over the national ones.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "rules/library/finding.h"
#include "rules/plan.h"

namespace qiuhao::rules {

struct LibraryToCheck {
  std::shared_ptr<const Plan> plan;  // all rules that count, over all points that count
  std::vector<Rule> replaced;        // shipped rules in whose place the bureau's own stand
  // The same rules over the points of national publications alone; null when the bureau has none of its own.
  std::shared_ptr<const Plan> national;
  std::vector<std::string> own_points;  // ids of points that the bureau stated
};

LibraryReport check_library(const LibraryToCheck& library);

// Contradictions of which a point of these ids is part; for a publication that is about to come.
LibraryReport contradictions_of(const Plan& plan, const std::vector<std::string>& ids);

}  // namespace qiuhao::rules
