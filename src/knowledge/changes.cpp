// Compares two libraries point by point.
#include "knowledge/changes.h"

#include "knowledge/point_line.h"

namespace qiuhao::knowledge {
namespace {

bool is_open(const Point& point) { return point.effective_to == kNoDay; }

void compare_point(const Point* old_point, const Point& point, KindChanges& changes) {
  if (old_point == nullptr) {
    changes.came.push_back(&point);
  } else if (!is_open(point) && old_point->effective_to != point.effective_to) {
    changes.went.push_back(&point);
  } else if (stated_content(*old_point) != stated_content(point)) {
    changes.changed.push_back(&point);
  }
}

}  // namespace

Changes compare(const Library& before, const Library& after) {
  Changes changes;
  for (const Kind& kind : after.kinds().all()) {
    KindChanges of_kind{kind.name, {}, {}, {}};
    for (const PointIndex index : after.find(kind.table)) {
      compare_point(before.find_point(after[index].id), after[index], of_kind);
    }
    for (const PointIndex index : before.find(kind.table)) {
      if (after.find_point(before[index].id) == nullptr) of_kind.went.push_back(&before[index]);
    }
    const bool is_empty = of_kind.came.empty() && of_kind.went.empty() && of_kind.changed.empty();
    if (!is_empty) changes.kinds.push_back(std::move(of_kind));
  }
  return changes;
}

}  // namespace qiuhao::knowledge
