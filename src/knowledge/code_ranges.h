// From a diagnosis or operation code to the points whose ranges hold it: what a code lies in is found in the logarithm
// of the number of ranges, so the cost of a look-up does not grow with the library.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "knowledge/icd.h"
#include "knowledge/item_index.h"

namespace qiuhao::knowledge {

// One range of one point, as the index is built from.
struct RangeOfPoint {
  IcdRange range;
  PointIndex point;
};

class CodeRanges {
 public:
  CodeRanges() = default;
  explicit CodeRanges(std::vector<RangeOfPoint> entries);

  // The points of ranges that hold the code, each once, in the order of the library.
  std::vector<PointIndex> find(std::string_view code) const;

 private:
  // Ranges whose ends are of one length, in order of their beginnings; as a tree by halves, where `furthest` is the end
  // of the range that ends last within a half.
  struct OfLength {
    std::size_t length = 0;
    std::vector<RangeOfPoint> ranges;
    std::vector<std::uint32_t> furthest;  // by the middle of a half: number of a range
    std::uint32_t find_furthest(std::size_t begin, std::size_t end);
    void find(std::string_view start, std::size_t begin, std::size_t end, std::vector<PointIndex>& points) const;
  };
  std::vector<OfLength> lengths_;
};

}  // namespace qiuhao::knowledge
