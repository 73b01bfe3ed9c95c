// Ages are found by patterns, widest first; each finding is cut out, and whatever age is left makes the text unread.
#include "knowledge/age_reader.h"

#include <re2/re2.h>

#include <algorithm>
#include <string>
#include <vector>

#include "knowledge/plain_text.h"

namespace qiuhao::knowledge {
namespace {

constexpr int kNoBound = -1;
constexpr int kMaxAge = 150;

// A range in full months, both ends inclusive, and whether it was written in years.
struct Range {
  int first_month = kNoBound;
  int last_month = kNoBound;
  bool is_years = true;
};

// Beyond kMaxAge the hull is refused; capped here so that no count overflows on the way.
int first_month_of(int count, bool is_years) { return is_years ? std::min(count, kMaxAge + 1) * 12 : count; }
int last_month_of(int count, bool is_years) { return is_years ? first_month_of(count, true) + 11 : count; }
bool is_years_unit(std::string_view unit) { return unit == "岁"; }

}  // namespace

struct AgeReader::Patterns {
  // 3-12岁, 6个月至5岁, 5至12岁以下, 1个月-18岁; group 2 is the first unit, if it is written.
  RE2 range{"(\\d+)(岁|个月|月龄|月)?(?:-|~|至|到)(?:<)?(\\d+)(岁|个月|月龄)(?:\\(含\\))?(?:及?以下|以内)?"};
  // 3岁及3岁以上, 3岁及以上, 1个月以上
  RE2 least{"(\\d+)(岁|个月|月龄|月)(?:\\(含\\))?(?:及?(?:\\d+岁)?以上|起)(?:\\(含(?:\\d+岁)?\\))?"};
  RE2 least_sign{"(?:≥|>=|>|大于等于|不小于|年满|大于|超过)(\\d+)(岁|个月|月龄)"};
  RE2 most{"(\\d+)(岁|个月|月龄)(?:\\(含\\))?(?:及?(?:\\d+岁)?以下|以内)(?:\\(含(?:\\d+岁)?\\))?"};
  RE2 most_sign{"(?:≤|<=|不超过|小于等于|不大于)(\\d+)(岁|个月|月龄)"};
  RE2 under{"(?:未满|不满|<|小于|低于)(\\d+)(岁|个月|月龄)"};
  RE2 left_over{"\\d+岁|\\d+(?:个月龄|月龄|日龄|天龄)"};
};

AgeReader::AgeReader() : patterns_(std::make_unique<const Patterns>()) {}
AgeReader::~AgeReader() = default;

namespace {

// Cuts every match of a pattern out of text and gives its count and unit to `take`.
template <typename Take>
void cut_out(std::string& text, const RE2& pattern, const Take& take) {
  int count = 0;
  std::string unit;
  while (RE2::PartialMatch(text, pattern, &count, &unit)) {
    take(count, is_years_unit(unit));
    RE2::Replace(&text, pattern, "#");
  }
}

// Limits of a hull; nothing when it makes no sense.
std::optional<Limits> limits_of(const Range& hull) {
  const bool has_last = hull.last_month != kNoBound;
  const bool has_first = hull.first_month != kNoBound;
  if (hull.first_month > kMaxAge * 12 || hull.last_month > kMaxAge * 12 + 11) return std::nullopt;
  if (has_first && has_last && hull.first_month > hull.last_month) return std::nullopt;
  Limits limits;
  limits.age_unit = hull.is_years ? AgeUnit::years : AgeUnit::months;
  const int divisor = hull.is_years ? 12 : 1;
  if (has_first) limits.age_min = hull.first_month / divisor;
  if (has_last) limits.age_max = hull.last_month / divisor;
  return limits;
}

// The smallest range that holds all; an end that one range leaves open stays open.
Range hull_of(const std::vector<Range>& ranges) {
  Range hull = ranges.front();
  for (const Range& range : ranges) {
    hull.is_years = hull.is_years && range.is_years;
    const bool is_open_first = hull.first_month == kNoBound || range.first_month == kNoBound;
    const bool is_open_last = hull.last_month == kNoBound || range.last_month == kNoBound;
    hull.first_month = is_open_first ? kNoBound : std::min(hull.first_month, range.first_month);
    hull.last_month = is_open_last ? kNoBound : std::max(hull.last_month, range.last_month);
  }
  return hull;
}

}  // namespace

std::optional<Limits> AgeReader::read_range(std::string_view raw, bool for_children) const {
  std::string text = without_list_numbers(plain_text(raw));
  std::vector<Range> ranges;
  int first = 0;
  int last = 0;
  std::string first_unit;
  std::string last_unit;
  const Patterns& patterns = *patterns_;
  while (RE2::PartialMatch(text, patterns.range, &first, &first_unit, &last, &last_unit)) {
    const bool is_years = is_years_unit(last_unit);
    const bool first_is_years = first_unit.empty() ? is_years : is_years_unit(first_unit);
    // 治疗3-6个月 is how long, not how old.
    const bool is_age = is_years || last_unit == "月龄";
    if (is_age) {
      ranges.push_back(
          {first_month_of(first, first_is_years), last_month_of(last, is_years), is_years && first_is_years});
    }
    RE2::Replace(&text, patterns.range, "#");
  }
  const auto at_least = [&](int count, bool years) {
    ranges.push_back({first_month_of(count, years), kNoBound, years});
  };
  const auto at_most = [&](int count, bool years) { ranges.push_back({kNoBound, last_month_of(count, years), years}); };
  const auto below = [&](int count, bool years) {
    ranges.push_back({kNoBound, first_month_of(count, years) - 1, years});
  };
  cut_out(text, patterns.under, below);
  cut_out(text, patterns.least_sign, at_least);
  cut_out(text, patterns.most_sign, at_most);
  cut_out(text, patterns.least, at_least);
  cut_out(text, patterns.most, at_most);
  if (ranges.empty() || RE2::PartialMatch(text, patterns.left_over)) return std::nullopt;
  Range hull = hull_of(ranges);
  if (for_children && hull.last_month == kNoBound) hull.last_month = kChildYears * 12 - 1;
  return limits_of(hull);
}

std::optional<Limits> AgeReader::read_child(std::string_view raw) const {
  const std::string text = plain_text(raw);
  if (has_any(text, {"成人", "成年", "老年", "孕妇"})) return std::nullopt;
  if (const auto range = read_range(raw, true)) return range;
  if (RE2::PartialMatch(without_list_numbers(text), patterns_->left_over)) return std::nullopt;
  Limits limits;
  const bool is_group = text.ends_with("专用") || text.find("专用项目") != std::string::npos ||
                        text.find("专用药品") != std::string::npos || text.starts_with("限");
  if (is_group && has_any(text, {"限新生儿", "新生儿专用"})) {
    limits.age_max = kNewbornDays;
    limits.age_unit = AgeUnit::days;
  } else if (is_group && has_any(text, {"限婴幼儿", "限婴儿", "婴幼儿专用", "婴儿专用"})) {
    limits.age_max = kInfantYears - 1;
  } else {
    limits.child = true;
  }
  return limits;
}

}  // namespace qiuhao::knowledge
