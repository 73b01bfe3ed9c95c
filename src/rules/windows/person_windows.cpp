// Making groupings and timelines once.
#include "rules/windows/person_windows.h"

namespace qiuhao::rules {

PersonWindows::PersonWindows(const PartPlan& plan, PersonRows& rows)
    : sharing_(&plan.plan().sharing()),
      groups_(plan, rows),
      timelines_(plan, rows),
      made_groupings_(sharing_->groupings().size()),
      made_timelines_(sharing_->timelines().size()) {}

void PersonWindows::forget() {
  groups_.forget();
  made_groupings_.forget();
  made_timelines_.forget();
}

const Grouping& PersonWindows::grouping(const WindowUse& use, PointIndex point) {
  const GroupSpec& spec = sharing_->groupings()[use.grouping];
  const PointIndex of_point = spec.by_point ? point : kNoPoint;
  if (const Grouping* made = made_groupings_.find(use.grouping, of_point)) return *made;
  Grouping& grouping = made_groupings_.add(use.grouping, of_point);
  groups_.fill(spec, of_point, grouping);
  return grouping;
}

const Timeline& PersonWindows::timeline(const WindowUse& use, PointIndex point) {
  const TimelineSpec& spec = sharing_->timelines()[use.timeline];
  const PointIndex of_point = spec.by_point ? point : kNoPoint;
  if (const Timeline* made = made_timelines_.find(use.timeline, of_point)) return *made;
  const Grouping& rows = grouping(use, point);
  Timeline& timeline = made_timelines_.add(use.timeline, of_point);
  timelines_.fill(spec, rows, of_point, timeline);
  return timeline;
}

}  // namespace qiuhao::rules
