// One pass that carries the furthest end seen is enough, for rows come in order of their beginning.
#include "rules/windows/overlap.h"

namespace qiuhao::rules {

Seconds end_of_interval(const PersonRows& rows, const TimeField& to, claims::Entity of, RowIndex row) {
  const auto end = time_of_row(rows, to, of, row);
  if (!end) return kNeverEnds;
  return to.is_day ? *end + 86'400 : *end;
}

void find_furthest(Timeline& timeline) {
  timeline.furthest.resize(timeline.rows.size());
  for (const Group& group : timeline.groups) {
    std::uint32_t furthest = group.begin;
    for (std::uint32_t place = group.begin; place < group.end; ++place) {
      if (timeline.ends[place] > timeline.ends[furthest]) furthest = place;
      timeline.furthest[place] = furthest;
    }
  }
}

RowIndex open_before(const Timeline& timeline, const TimeRun& run, const TimePlace& place) {
  const std::size_t before = position_of(run, place).before;
  if (before == 0) return kNoRow;
  const std::uint32_t furthest = timeline.furthest[run.begin + before - 1];
  return timeline.ends[furthest] > place.time ? timeline.rows[furthest] : kNoRow;
}

}  // namespace qiuhao::rules
