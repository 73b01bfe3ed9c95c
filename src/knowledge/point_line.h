// One point as one line of JSON: the form in which the store keeps publications.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "knowledge/knowledge.h"

namespace qiuhao::knowledge {

std::string format_point_line(const Point& point);  // without the line break
// What the points of a publication have in common.
struct SharedParts {
  LimitsReader limits;
  TextSharer texts;
};
Result<Point> parse_point_line(std::string_view line, const std::string& file, int line_number, SharedParts& shared);

// The content of a point that a publisher states: two points with equal text are the same row.
std::string stated_content(const Point& point);

// Codes are parted by spaces.
std::vector<std::string> split_items(std::string_view items);

}  // namespace qiuhao::knowledge
