// The national publication as JSON lines: a point a line, with the id of the point that it supersedes.
#include <fmt/format.h>

#include <algorithm>

#include "knowledge/publication.h"
#include "knowledge/sources.h"
#include "text/document.h"

namespace qiuhao::knowledge {
namespace {

using text::Node;

// A text that may be null; an error when it is something else.
Result<std::string> text_of(const Node& node, std::string_view key, const Place& place) {
  const Node* value = node.find(key);
  if (value == nullptr || value->is_nothing()) return std::string();
  if (value->is_scalar()) return value->scalar;
  return input_error("bad_field", fmt::format("'{}' is a list or an object; write a text or null", key), place);
}

Result<std::vector<std::string>> codes_of(const Node& node, const Place& place) {
  const Node* codes = node.find("med_codes");
  if (codes == nullptr || !codes->is_sequence()) {
    return input_error("bad_field", "'med_codes' is missing; write a list of codes, as [\"XG03…\"]", place);
  }
  std::vector<std::string> items;
  items.reserve(codes->items.size());
  for (const Node& code : codes->items) {
    if (!code.is_scalar()) return input_error("bad_field", "'med_codes' holds something that is no text", place);
    if (std::ranges::find(items, code.scalar) == items.end()) items.push_back(code.scalar);
  }
  const std::string count = node.text_of("med_code_count");
  if (!count.empty() && count != fmt::format("{}", codes->items.size())) {
    return input_error("bad_field",
                       fmt::format("med_code_count says {}, but med_codes holds {}; make them agree",
                                   count.substr(0, 20), codes->items.size()),
                       place);
  }
  return items;
}

Result<Point> point_of(const Node& node, const Place& place) {
  Point point;
  ASSIGN(point.id, text_of(node, "kp_id", place));
  ASSIGN(point.kind, text_of(node, "rule_class", place));
  ASSIGN(point.item_name, text_of(node, "item_name", place));
  ASSIGN(point.constraint, text_of(node, "constraint", place));
  ASSIGN(point.supersedes, text_of(node, "supersedes", place));
  ASSIGN(point.items, codes_of(node, place));
  ASSIGN(const std::string published_at, text_of(node, "published_at", place));
  if (!published_at.empty()) {
    const auto day = parse_day(published_at);
    if (!day) return input_error("bad_date", "published_at: " + day.error().message, place);
    point.effective_from = *day;
  }
  if (const Node* source = node.find("source"); source != nullptr && source->is_map()) {
    ASSIGN(std::string basis, text_of(*source, "attachment_file", place));
    if (basis.ends_with(".xlsx")) basis.resize(basis.size() - std::string_view(".xlsx").size());
    ASSIGN(const std::string row, text_of(*source, "row", place));
    if (!row.empty()) basis += fmt::format(" 第{}行", row);
    point.basis = std::move(basis);
  }
  point.certainty = "明确";
  point.source = fmt::format("{}:{}", Path(place.file).filename().string(), place.line);
  return point;
}

}  // namespace

Status read_national_lines(std::string_view content, const std::string& file, SourceRows& out) {
  Place place{file, 0, 0, ""};
  while (!content.empty()) {
    ++place.line;
    const std::size_t end = std::min(content.find('\n'), content.size());
    const std::string_view line = content.substr(0, end);
    content.remove_prefix(std::min(end + 1, content.size()));
    if (line.size() > kMaxLineBytes) {
      return input_error("line_too_long",
                         fmt::format("the line has {} bytes; one point may have {}", line.size(), kMaxLineBytes),
                         place);
    }
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    const auto node = text::parse_json(line, file, place.line);
    if (!node) {
      return input_error("bad_json", fmt::format("the line {}; write one JSON object a line", node.error().message),
                         place);
    }
    if (!node->is_map()) {
      return input_error("bad_json", "the line is JSON but no object; write {\"kp_id\": …} on it", place);
    }
    ASSIGN(Point point, point_of(*node, place));
    out.rows.push_back({std::move(point), "", place});
    if (out.rows.size() > kMaxPoints) {
      return input_error("too_many_points", fmt::format("holds more than {} points; split it", kMaxPoints), place);
    }
  }
  return {};
}

}  // namespace qiuhao::knowledge
