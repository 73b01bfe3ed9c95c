// Writes and reads the lines of a publication.
#include "knowledge/point_line.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "text/document.h"

namespace qiuhao::knowledge {
namespace {

using text::json_quote;

std::string take_text(text::Node& line, std::string_view key) {
  for (auto& [name, value] : line.entries) {
    if (name.scalar == key && value.is_scalar()) return std::move(value.scalar);
  }
  return {};
}

Result<Day> take_day(text::Node& line, std::string_view key, const Place& place) {
  const std::string day_text = take_text(line, key);
  if (day_text.empty()) return kNoDay;
  auto day = parse_day(day_text);
  if (!day) return input_error(day.error().code, day.error().message, place);
  return *day;
}

}  // namespace

std::vector<std::string> split_items(std::string_view items) {
  std::vector<std::string> codes;
  while (!items.empty()) {
    const std::size_t end = std::min(items.find(' '), items.size());
    if (end > 0) codes.emplace_back(items.substr(0, end));
    items.remove_prefix(std::min(end + 1, items.size()));
  }
  return codes;
}

std::string format_point_line(const Point& point) {
  return fmt::format(
      R"({{"id":{},"kind":{},"item_name":{},"constraint":{},"basis":{},"source":{},"certainty":{},"items":{},)"
      R"("from":"{}","to":"{}","supersedes":{},"limits":{},"read":{}}})",
      json_quote(point.id), json_quote(point.kind), json_quote(point.item_name), json_quote(point.constraint),
      json_quote(point.basis), json_quote(point.source), json_quote(point.certainty),
      json_quote(fmt::format("{}", fmt::join(point.items, " "))), format_day(point.effective_from),
      format_day(point.effective_to), json_quote(point.supersedes), json_quote(format_limits(point.limits)),
      point.is_read);
}

Result<Point> parse_point_line(std::string_view line, const std::string& file, int line_number, SharedParts& shared) {
  const Place place{file, line_number, 0, ""};
  ASSIGN(text::Node node, text::parse_json(line, file, line_number));
  Point point;
  point.id = take_text(node, "id");
  const auto take_shared = [&](std::string_view key) { return shared.texts.share(take_text(node, key)); };
  point.kind = take_shared("kind");
  point.item_name = take_text(node, "item_name");
  point.constraint = take_shared("constraint");
  point.basis = take_shared("basis");
  point.source = take_text(node, "source");
  point.certainty = take_shared("certainty");
  point.items = split_items(take_text(node, "items"));
  ASSIGN(point.effective_from, take_day(node, "from", place));
  ASSIGN(point.effective_to, take_day(node, "to", place));
  point.supersedes = take_text(node, "supersedes");
  auto limits = shared.limits.read(take_text(node, "limits"));
  if (!limits) return input_error(limits.error().code, limits.error().message, place);
  point.limits = std::move(*limits);
  point.is_read = take_text(node, "read") == "true";
  if (point.id.empty() || point.kind.empty()) {
    return input_error("damaged_publication", "the line holds no point; restore the file from a backup", place);
  }
  return point;
}

std::string stated_content(const Point& point) {
  Point stated = point;
  stated.source.clear();  // the same row may stand elsewhere in the next edition
  return format_point_line(stated);
}

}  // namespace qiuhao::knowledge
