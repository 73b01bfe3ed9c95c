// Ordering groups in time.
#include "rules/windows/timeline.h"

#include <algorithm>

#include "base/check.h"
#include "rules/windows/overlap.h"
#include "rules/windows/supply.h"

namespace qiuhao::rules {

using claims::Entity;

std::optional<Seconds> time_of_row(const PersonRows& rows, const TimeField& field, Entity of, RowIndex row) {
  const RowIndex at = field.entity == of ? row : rows.visit_of(of, row);
  const Column* column = rows.part().column(field.entity, field.field);
  if (column == nullptr || at == kNoRow || !column->has(at)) return std::nullopt;
  return field.is_day ? midnight_of(column->day(at)) : column->number(at);
}

TimeRun run_of(const Timeline& timeline, std::uint32_t group) {
  if (group == kNoRow) return {};
  const Group& found = timeline.groups[group];
  const std::size_t size = found.end - found.begin;
  return {std::span(timeline.rows).subspan(found.begin, size), std::span(timeline.times).subspan(found.begin, size),
          found.begin};
}

Position position_of(const TimeRun& run, const TimePlace& place) {
  const auto count_before = [&](Seconds time) {
    return static_cast<std::size_t>(std::lower_bound(run.times.begin(), run.times.end(), time) - run.times.begin());
  };
  if (place.row == kNoRow) return {count_before(midnight_of(place.day)), count_before(midnight_of(place.day + 1))};
  std::size_t before = count_before(place.time);
  while (before < run.rows.size() && run.times[before] == place.time && run.rows[before] < place.row) ++before;
  const bool is_there = before < run.rows.size() && run.rows[before] == place.row;
  return {before, before + (is_there ? 1 : 0)};
}

PlaceRange days_of(const TimeRun& run, Day first, Day last) {
  const auto begin = std::lower_bound(run.times.begin(), run.times.end(), midnight_of(first));
  const auto end = std::lower_bound(begin, run.times.end(), midnight_of(last + 1));
  return {static_cast<std::size_t>(begin - run.times.begin()), static_cast<std::size_t>(end - run.times.begin())};
}

void TimelineMaker::fill(const TimelineSpec& spec, const Grouping& grouping, PointIndex point, Timeline& timeline) {
  const Entity of = grouping.spec->of;
  timeline.groups.clear();
  timeline.rows.clear();
  timeline.times.clear();
  timeline.ends.clear();
  timeline.covered_to.clear();
  for (const Group& group : grouping.groups) {
    timeline.order.clear();
    for (std::uint32_t place = group.begin; place < group.end; ++place) {
      const RowIndex row = grouping.rows[place];
      const auto time = time_of_row(*rows_, *spec.at, of, row);
      if (time) timeline.order.emplace_back(*time, row);
    }
    std::sort(timeline.order.begin(), timeline.order.end());
    const auto begin = static_cast<std::uint32_t>(timeline.rows.size());
    for (const auto& [time, row] : timeline.order) {
      std::int64_t units = 0;
      if (spec.days_supply != nullptr) {
        scope_.stand(of, row, point);
        const auto supplied = supply_units(spec.days_supply->evaluate(scope_, scratch_));
        if (!supplied) continue;  // a fill of which nobody knows how long it lasts is none
        units = *supplied;
      }
      timeline.times.push_back(time);
      timeline.rows.push_back(row);
      if (spec.to != nullptr) timeline.ends.push_back(end_of_interval(*rows_, *spec.to, of, row));
      if (spec.days_supply != nullptr) timeline.covered_to.push_back(units);
    }
    const auto end = static_cast<std::uint32_t>(timeline.rows.size());
    timeline.groups.push_back({group.key, begin, end});
  }
  if (spec.to != nullptr) find_furthest(timeline);
  if (spec.days_supply != nullptr) carry_over(timeline);
}

}  // namespace qiuhao::rules
