// The parts of the check, in order.
#include "rules/library/library_check.h"

#include <algorithm>
#include <unordered_set>

#include "rules/library/override_check.h"
#include "rules/library/point_check.h"
#include "rules/library/rule_check.h"

namespace qiuhao::rules {

LibraryReport check_library(const LibraryToCheck& library) {
  LibraryReport report;
  const Plan& plan = *library.plan;
  // The plan's dictionary lives as long as the plan.
  const std::shared_ptr<const claims::Schema> schema(library.plan, &plan.schema());
  PointChecker(plan, report).check_all();
  RuleChecker(plan.rules(), schema, plan.library().kinds(), report).check_all();
  std::vector<RuleOverride> overrides;
  for (const Rule& national : library.replaced) {
    const auto own = std::ranges::find(plan.rules(), national.code, &Rule::code);
    if (own != plan.rules().end()) overrides.push_back({&national, &*own});
  }
  check_rule_overrides(overrides, schema, plan.library().kinds(), report);
  if (library.national != nullptr) check_point_overrides(plan, *library.national, library.own_points, report);
  std::ranges::stable_sort(report.findings, {},
                           [](const LibraryFinding& finding) { return std::pair(finding.klass, finding.is_note); });
  return report;
}

LibraryReport contradictions_of(const Plan& plan, const std::vector<std::string>& ids) {
  LibraryReport report;
  std::unordered_set<PointIndex> asked;
  for (const std::string& id : ids) {
    const knowledge::Point* point = plan.library().find_point(id);
    if (point != nullptr) asked.insert(static_cast<PointIndex>(point - plan.library().points().data()));
  }
  PointChecker(plan, report, [&](PointIndex index) { return asked.contains(index); }).check_contradictions();
  return report;
}

}  // namespace qiuhao::rules
