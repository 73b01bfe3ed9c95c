// Makes a library of points: supersession, indexes.
#include <algorithm>
#include <numeric>

#include "base/check.h"
#include "knowledge/knowledge.h"

namespace qiuhao::knowledge {
namespace {

// The last day on which a point may be in force when its successor begins on `from`.
Day day_before(Day from) { return from == kNoDay ? kBeforeAllDays : from - 1; }

// Whether `a` ends before `b`, where kNoDay is never.
bool ends_before(Day a, Day b) { return a != kNoDay && (b == kNoDay || a < b); }

// Of several successors the one that begins first counts; of those the one with the smaller id.
void supersede(Point& old_point, const Point& successor) {
  const Day end = day_before(successor.effective_from);
  const bool is_first = old_point.superseded_by.empty() || ends_before(end, old_point.effective_to) ||
                        (end == old_point.effective_to && successor.id < old_point.superseded_by.view());
  if (ends_before(end, old_point.effective_to)) old_point.effective_to = end;
  if (is_first) old_point.superseded_by = successor.id;
  old_point.known_since = std::max(old_point.known_since, successor.known_since);
}

std::vector<PointIndex> order_by_id(const std::vector<Point>& points) {
  std::vector<PointIndex> order(points.size());
  std::iota(order.begin(), order.end(), PointIndex{0});
  std::ranges::sort(order, [&points](PointIndex a, PointIndex b) { return points[a].id < points[b].id; });
  return order;
}

// The position of an id in points, through the order; points.size() when it is not there.
std::size_t position_of(const std::vector<Point>& points, const std::vector<PointIndex>& order, std::string_view id) {
  const auto found = std::lower_bound(order.begin(), order.end(), id, [&points](PointIndex a, std::string_view wanted) {
    return points[a].id < wanted;
  });
  return found != order.end() && points[*found].id == id ? *found : points.size();
}

// A point with a code that is no range is left to people, as one whose text no reader reads. An import refuses such
// codes; a kind whose codes_of was changed afterwards brings them.
void add_ranges(CodesOf codes_of, Point& point, PointIndex index, std::vector<RangeOfPoint>& ranges) {
  for (const std::string_view code : point.items) {
    auto range = codes_of == CodesOf::diagnosis ? parse_icd_range(code) : parse_operation_range(code);
    if (range) {
      ranges.push_back({std::move(*range), index});
    } else {
      point.is_read = false;
    }
  }
}

}  // namespace

std::shared_ptr<const Library> Library::make(Kinds kinds, std::vector<Point> points, Day known_on) {
  CHECK(points.size() <= kMaxPoints);
  std::shared_ptr<Library> library(new Library());
  library->kinds_ = std::move(kinds);
  library->known_on_ = known_on;
  library->points_ = std::move(points);
  library->by_id_ = order_by_id(library->points_);
  std::vector<Point>& all = library->points_;
  for (std::size_t i = 1; i < library->by_id_.size(); ++i) {
    CHECK_NOTE(all[library->by_id_[i - 1]].id != all[library->by_id_[i]].id, all[library->by_id_[i]].id);
  }
  for (const Point& point : all) {
    if (point.supersedes.empty()) continue;
    const std::size_t target = position_of(all, library->by_id_, point.supersedes);
    if (target != all.size()) supersede(all[target], point);
  }

  library->by_kind_.resize(library->kinds_.all().size());
  std::size_t item_count = 0;
  for (const Point& point : all) item_count += point.items.size();
  library->items_ = ItemIndex(item_count);
  std::vector<std::vector<RangeOfPoint>> ranges(library->kinds_.all().size());
  for (PointIndex i = 0; i < all.size(); ++i) {
    const auto kind = library->kinds_.find_name(all[i].kind);
    CHECK_NOTE(kind.has_value(), all[i].kind);
    library->by_kind_[*kind].push_back(i);
    if (library->kinds_[*kind].codes_of != CodesOf::item) {
      add_ranges(library->kinds_[*kind].codes_of, all[i], i, ranges[*kind]);
      continue;
    }
    for (const std::string_view item : all[i].items) library->items_.add(item, i, *kind);
  }
  library->items_.finish();
  for (auto& of_kind : ranges) library->ranges_.emplace_back(std::move(of_kind));
  return library;
}

std::span<const PointIndex> Library::find(std::string_view table) const {
  const auto kind = kinds_.find_table(table);
  if (!kind) return {};
  return by_kind_[*kind];
}

std::vector<PointIndex> Library::by_code(std::string_view code, KindIndex kind) const {
  if (kinds_[kind].codes_of != CodesOf::item) return ranges_[kind].find(code);
  const auto found = by_item(code, kind);
  return {found.begin(), found.end()};
}

const Point* Library::find_point(std::string_view id) const {
  const std::size_t position = position_of(points_, by_id_, id);
  return position == points_.size() ? nullptr : &points_[position];
}

}  // namespace qiuhao::knowledge
