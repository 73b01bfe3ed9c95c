// Ranges are found as if each were looked at.
#include "knowledge/code_ranges.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <random>
#include <set>

namespace qiuhao::knowledge {
namespace {

class RandomRanges {
 public:
  explicit RandomRanges(std::uint64_t seed) : random_(seed) {}

  int below(int limit) { return static_cast<int>(random_() % static_cast<std::uint64_t>(limit)); }
  // Few letters and digits, so that much overlaps: "C1", "C12.3".
  std::string code(std::size_t length) {
    std::string code(1, static_cast<char>('C' + below(2)));
    while (code.size() < length) code += static_cast<char>('0' + below(4));
    return code.size() > 3 ? code.substr(0, 3) + "." + code.substr(3) : code;
  }
  std::string range() {
    const auto length = static_cast<std::size_t>(3 + below(3));
    std::string from = code(length);
    std::string to = below(3) == 0 ? from : code(length);
    if (to < from) std::swap(from, to);
    return from == to ? from : from + "-" + to;
  }

 private:
  std::mt19937_64 random_;
};

TEST(CodeRanges, FindWhatLookingAtEachFinds) {
  RandomRanges random(7);
  std::size_t found = 0;
  for (int round = 0; round < 300; ++round) {
    std::vector<std::pair<std::string, PointIndex>> all;
    std::vector<RangeOfPoint> entries;
    const int count = random.below(60);
    for (int number = 0; number < count; ++number) {
      // A point may have several ranges, and two that hold the same code.
      all.emplace_back(random.range(), static_cast<PointIndex>(random.below(20)));
      entries.push_back({*parse_icd_range(all.back().first), all.back().second});
    }
    const CodeRanges ranges(entries);
    for (int ask = 0; ask < 50; ++ask) {
      std::string code = random.code(static_cast<std::size_t>(2 + random.below(5)));
      if (random.below(4) == 0) code += "x001";
      std::set<PointIndex> wanted;
      for (const auto& [range, point] : all) {
        if (icd_lies_in(code, range)) wanted.insert(point);
      }
      found += wanted.size();
      EXPECT_EQ(ranges.find(code), std::vector<PointIndex>(wanted.begin(), wanted.end())) << code;
    }
  }
  EXPECT_GT(found, 10'000u);
}

TEST(CodeRanges, OfNothingFindNothing) {
  EXPECT_TRUE(CodeRanges().find("C34.900").empty());
  EXPECT_TRUE(CodeRanges({{{"C34", "C34"}, 3}}).find("").empty());
}

}  // namespace
}  // namespace qiuhao::knowledge
