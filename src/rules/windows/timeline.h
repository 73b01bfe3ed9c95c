// The rows of each group in order of a time (equal times in the order of rows: by the tape's time, then id), and where
// a subject stands among them. Windows over time are answers to "which rows lie before it, at it, within these days".
#pragma once

#include <span>
#include <vector>

#include "rules/windows/groups.h"

namespace qiuhao::rules {

inline constexpr Seconds kNeverEnds = std::numeric_limits<Seconds>::max();

struct Timeline {
  std::vector<Group> groups;  // as the grouping's, by the same numbers; rows without a time are left out
  std::vector<RowIndex> rows;
  std::vector<Seconds> times;
  std::vector<std::uint32_t> furthest;   // with `to`: of the rows so far, the place of the one that ends last
  std::vector<Seconds> ends;             // with `to`: kNeverEnds when open
  std::vector<std::int64_t> covered_to;  // with days_supply: 1/10000 days since 1970 until which the fills so far last
  std::vector<std::pair<Seconds, RowIndex>> order;
};

// The rows of one group of a timeline.
struct TimeRun {
  std::span<const RowIndex> rows;
  std::span<const Seconds> times;
  std::uint32_t begin = 0;  // place of the first in the timeline
};
TimeRun run_of(const Timeline& timeline, std::uint32_t group);

// Where a subject stands: at its own row of the kind, or on a day.
struct TimePlace {
  Seconds time = 0;
  RowIndex row = kNoRow;
  Day day = kNoDay;
};

// Rows of a run before the subject, and those up to it with itself.
struct Position {
  std::size_t before = 0;
  std::size_t upto = 0;
};
Position position_of(const TimeRun& run, const TimePlace& place);

// Rows whose local day is one of these, both included: a run of places.
struct PlaceRange {
  std::size_t begin = 0;
  std::size_t end = 0;
};
PlaceRange days_of(const TimeRun& run, Day first, Day last);

// Midnight in Asia/Shanghai of a day.
inline Seconds midnight_of(Day day) { return Seconds{day} * 86'400 - kShanghaiOffset; }

// The time of a row's field, a date as its local midnight; nullopt when absent.
std::optional<Seconds> time_of_row(const PersonRows& rows, const TimeField& field, claims::Entity of, RowIndex row);

class TimelineMaker {
 public:
  TimelineMaker(const PartPlan& plan, PersonRows& rows) : rows_(&rows), scope_(plan, rows) {}
  void fill(const TimelineSpec& spec, const Grouping& grouping, PointIndex point, Timeline& timeline);

 private:
  PersonRows* rows_;
  RowScope scope_;
  cel::Scratch scratch_;
};

}  // namespace qiuhao::rules
