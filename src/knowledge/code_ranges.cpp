// Ranges sorted by where they begin, and for each half of them the one that ends last.
#include "knowledge/code_ranges.h"

#include <algorithm>

namespace qiuhao::knowledge {

CodeRanges::CodeRanges(std::vector<RangeOfPoint> entries) {
  std::ranges::stable_sort(entries, [](const RangeOfPoint& a, const RangeOfPoint& b) {
    if (a.range.from.size() != b.range.from.size()) return a.range.from.size() < b.range.from.size();
    return a.range.from < b.range.from;
  });
  for (RangeOfPoint& entry : entries) {
    const std::size_t length = entry.range.from.size();
    if (lengths_.empty() || lengths_.back().length != length) lengths_.push_back({length, {}, {}});
    lengths_.back().ranges.push_back(std::move(entry));
  }
  for (OfLength& of : lengths_) {
    of.furthest.resize(of.ranges.size());
    of.find_furthest(0, of.ranges.size());
  }
}

std::uint32_t CodeRanges::OfLength::find_furthest(std::size_t begin, std::size_t end) {
  const std::size_t middle = begin + (end - begin) / 2;
  auto last = static_cast<std::uint32_t>(middle);
  const auto take = [&](std::uint32_t other) {
    if (ranges[other].range.to > ranges[last].range.to) last = other;
  };
  if (begin < middle) take(find_furthest(begin, middle));
  if (middle + 1 < end) take(find_furthest(middle + 1, end));
  return furthest[middle] = last;
}

void CodeRanges::OfLength::find(std::string_view start, std::size_t begin, std::size_t end,
                                std::vector<PointIndex>& points) const {
  if (begin >= end) return;
  const std::size_t middle = begin + (end - begin) / 2;
  if (ranges[furthest[middle]].range.to < start) return;
  find(start, begin, middle, points);
  const IcdRange& range = ranges[middle].range;
  if (range.from > start) return;
  if (range.to >= start) points.push_back(ranges[middle].point);
  find(start, middle + 1, end, points);
}

std::vector<PointIndex> CodeRanges::find(std::string_view code) const {
  std::vector<PointIndex> points;
  for (const OfLength& of : lengths_) {
    const std::string start = icd_start(code, of.length);
    if (start.size() == of.length) of.find(start, 0, of.ranges.size(), points);
  }
  std::ranges::sort(points);
  points.erase(std::unique(points.begin(), points.end()), points.end());
  return points;
}

}  // namespace qiuhao::knowledge
