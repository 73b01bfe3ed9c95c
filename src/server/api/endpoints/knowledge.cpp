// Knowledge: tables with their counts and publications, and the points of one by words.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "server/api/endpoints.h"
#include "server/api/endpoints/at_workbench.h"
#include "server/api/endpoints/written.h"

namespace qiuhao::server {
namespace {

using knowledge::Point;
using knowledge::PointIndex;

constexpr std::size_t kItemsShown = 20;

struct Counts {
  std::size_t in_force = 0;
  std::size_t codes = 0;
  std::size_t judged = 0;  // points that name an item: others are remarks
  std::size_t read = 0;
};

Counts counts_of(const knowledge::Library& library, std::span<const PointIndex> points, Day today) {
  Counts counts;
  for (const PointIndex index : points) {
    const Point& point = library[index];
    counts.in_force += point.in_force(today) ? 1 : 0;
    counts.codes += point.items.size();
    counts.judged += point.items.empty() ? 0 : 1;
    counts.read += point.is_read ? 1 : 0;
  }
  return counts;
}

void write_publication(text::JsonWriter& json, const knowledge::PublicationHeader& header) {
  json.begin_object().field("number", header.number).field("name", header.name);
  write_day(json, "known_since", header.known_since);
  write_time(json, "imported_at", header.imported_at);
  json.field("source", header.source_file)
      .field("points", header.point_count)
      .field("reason", header.reason)
      .end_object();
}

// A code, or words of name, constraint or id.
bool meets(const Point& point, const std::string& words) {
  if (words.empty() || point.id.find(words) != std::string::npos || point.item_name.find(words) != std::string::npos ||
      point.constraint.view().find(words) != std::string_view::npos)
    return true;
  return std::ranges::any_of(point.items, [&](std::string_view item) { return item.starts_with(words); });
}

void write_point(text::JsonWriter& json, const Point& point, Day today) {
  json.begin_object()
      .field("id", point.id)
      .field("item_name", point.item_name)
      .field("constraint", point.constraint.view())
      .field("basis", point.basis.view())
      .field("certainty", point.certainty.view())
      .field("source", point.source);
  json.key("items").begin_array();
  std::size_t shown = 0;
  for (const std::string_view item : point.items) {
    if (shown++ == kItemsShown) break;
    json.value(item);
  }
  json.end_array().field("item_count", point.items.size());
  write_day(json, "from", point.effective_from);
  write_day(json, "to", point.effective_to == knowledge::kBeforeAllDays ? kNoDay : point.effective_to);
  write_day(json, "known_since", point.known_since);
  json.field("in_force", point.in_force(today))
      .field("is_read", point.is_read)
      .field("limits", knowledge::format_limits(point.limits))
      .field("superseded_by", point.superseded_by.view())
      .end_object();
}

// Where a page goes on: the place within the table, in hex.
Result<std::size_t> place_of(const std::string& cursor) {
  std::size_t place = 0;
  const auto [end, error] = std::from_chars(cursor.data(), cursor.data() + cursor.size(), place, 16);
  const bool is_whole = error == std::errc() && end == cursor.data() + cursor.size();
  if (cursor.empty() || is_whole) return place;
  return input_error("bad_cursor", Sentence{"this is no cursor of the page before", "游标有误，请用上一页给出的游标"});
}

}  // namespace

Result<http::Answer> list_knowledge(const Call& call) {
  ASSIGN(Workbench * bench, at_workbench(call, "library.read"));
  ASSIGN(const auto at_hand, bench->knowledge());
  const knowledge::Library& library = *at_hand->library;
  text::JsonWriter json;
  json.begin_object().field("name", at_hand->name).field("is_starter", at_hand->is_starter);
  write_day(json, "known_on", library.known_on());
  json.key("tables").begin_array();
  for (const knowledge::Kind& kind : library.kinds().all()) {
    const auto points = library.find(kind.table);
    const Counts counts = counts_of(library, points, call.today());
    json.begin_object()
        .field("table", kind.table)
        .field("name", kind.name)
        .field("national", kind.national)
        .field("fields", kind.fields)
        .field("points", points.size())
        .field("in_force", counts.in_force)
        .field("codes", counts.codes)
        .field("read", counts.read)
        .field("left_to_people", counts.judged - std::min(counts.judged, counts.read))
        .end_object();
  }
  json.end_array().key("publications").begin_array();
  for (const knowledge::PublicationHeader& header : at_hand->publications) write_publication(json, header);
  json.end_array().end_object();
  return json_answer(200, json.take());
}

Result<http::Answer> list_points(const Call& call) {
  ASSIGN(Workbench * bench, at_workbench(call, "library.read"));
  ASSIGN(const auto at_hand, bench->knowledge());
  const knowledge::Library& library = *at_hand->library;
  const std::string table = call.path_value("table");
  if (!library.kinds().find_table(table))
    return input_error("no_table", Sentence{"there is no such table of knowledge", "没有这张知识表"});
  ASSIGN(std::size_t place, place_of(call.text("cursor")));
  const auto points = library.find(table);
  const std::string words = call.text("q");
  const bool only_in_force = call.truth("in_force").value_or(false);
  text::JsonWriter json;
  json.begin_object().key("points").begin_array();
  const auto is_meant = [&](const Point& point) {
    return (!only_in_force || point.in_force(call.today())) && meets(point, words);
  };
  int shown = 0;
  for (; place < points.size(); ++place) {
    const Point& point = library[points[place]];
    if (!is_meant(point)) continue;
    if (shown == call.limit()) break;
    write_point(json, point, call.today());
    ++shown;
  }
  json.end_array();
  write_next(json, place < points.size() ? fmt::format("{:x}", place) : "");
  json.end_object();
  return json_answer(200, json.take());
}

}  // namespace qiuhao::server
