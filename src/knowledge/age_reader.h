// Age limits in Chinese text: 3-12岁, 6岁及以上, 18岁以下, 6个月至5岁, 新生儿专用, 限儿童.
#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "knowledge/limits.h"

namespace qiuhao::knowledge {

// 新生儿: up to 28 days after birth; 婴儿 and 婴幼儿: under 3 years, as the national table treats both alike.
inline constexpr int kNewbornDays = 28;
inline constexpr int kInfantYears = 3;

class AgeReader {
 public:
  AgeReader();
  AgeReader(const AgeReader&) = delete;
  AgeReader& operator=(const AgeReader&) = delete;
  ~AgeReader();

  // age_min, age_max and age_unit of the text: the hull when it names several ranges (outside it no range holds).
  // 以上 and 以下 include the number (Civil Code, article 1259); 未满 and < do not. Nothing when an age stands there
  // that is not understood, or none. In `for_children` a range without an upper end ends at kChildYears.
  std::optional<Limits> read_range(std::string_view text, bool for_children) const;

  // As read_range, else the group that the text names (新生儿, 婴幼儿, 儿童 → child). Nothing when adults may use it.
  std::optional<Limits> read_child(std::string_view text) const;

 private:
  struct Patterns;
  std::unique_ptr<const Patterns> patterns_;
};

}  // namespace qiuhao::knowledge
