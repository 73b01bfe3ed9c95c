// The history of one point: the publications are replayed day by day, but only the rows that can touch it.
#include <algorithm>

#include "knowledge/point_line.h"
#include "knowledge/publication.h"

namespace qiuhao::knowledge {
namespace {

void put(std::vector<Point>& points, Point point) {
  const auto same = std::ranges::find(points, point.id, &Point::id);
  if (same == points.end()) {
    points.push_back(std::move(point));
  } else {
    *same = std::move(point);
  }
}

void add_version(std::vector<Point>& versions, const Point& point, Day known_since) {
  if (!versions.empty()) {
    Point& last = versions.back();
    const bool is_same = stated_content(last) == stated_content(point) && last.superseded_by == point.superseded_by;
    if (is_same) return;
    last.known_until = known_since - 1;
    // Two publications of one day: the first was never what was known on a day.
    if (last.known_since == known_since) versions.pop_back();
  }
  versions.push_back(point);
  versions.back().known_since = known_since;
}

}  // namespace

Result<std::vector<Point>> history_of(const Path& workspace, const Kinds& kinds, const std::string& id) {
  ASSIGN(const auto headers, list_publications(workspace));
  std::vector<Point> related;
  std::vector<Point> versions;
  for (const PublicationHeader& header : headers) {
    TRY(read_publication(workspace, header, [&](Point point) {
      const bool was_related = std::ranges::find(related, point.id, &Point::id) != related.end();
      const bool is_related = point.id == id || point.supersedes == id || was_related;
      if (is_related && kinds.find_name(point.kind)) put(related, std::move(point));
    }));
    const auto library = Library::make(kinds, related, header.known_since);
    if (const Point* point = library->find_point(id); point != nullptr) {
      add_version(versions, *point, header.known_since);
    }
  }
  return versions;
}

}  // namespace qiuhao::knowledge
