// Which windows of a plan share their work: those with the same rows, key and condition are grouped once for a person,
// and those that also go by the same time are ordered once.
#pragma once

#include <string>
#include <vector>

#include "rules/rule.h"

namespace qiuhao::rules {

inline constexpr std::uint32_t kNotShared = 0xffffffff;

// What decides which rows belong together.
struct GroupSpec {
  claims::Entity of = claims::Entity::line;
  const std::vector<KeyTerm>* by = nullptr;
  const cel::Program* where = nullptr;
  std::uint32_t condition = kNotShared;  // number of `where` among the conditions
  RuleIndex rule = 0;                    // whose points a term of k looks at
  bool by_point = false;
  bool only_mains = false;  // of pair windows: rows of other items than points' first ones are never asked for
};

// A condition on rows of one kind.
struct ConditionSpec {
  claims::Entity of = claims::Entity::line;
  const cel::Program* where = nullptr;
};

// What decides the order in time.
struct TimelineSpec {
  std::uint32_t grouping = 0;  // number of its GroupSpec
  const TimeField* at = nullptr;
  const TimeField* to = nullptr;              // overlap: the end of each interval
  const cel::Program* days_supply = nullptr;  // supply
  bool by_point = false;                      // the key or days_supply reads k
};

struct WindowUse {
  std::uint32_t grouping = kNotShared;
  std::uint32_t timeline = kNotShared;   // of windows that go by time
  std::uint32_t condition = kNotShared;  // of peer windows, which have no grouping
};

class WindowSharing {
 public:
  // The rules must not move afterwards.
  explicit WindowSharing(const std::vector<Rule>& rules);

  const WindowUse& use(RuleIndex rule, std::size_t window) const { return uses_[rule][window]; }
  const std::vector<GroupSpec>& groupings() const { return groupings_; }
  const std::vector<TimelineSpec>& timelines() const { return timelines_; }
  const std::vector<ConditionSpec>& conditions() const { return conditions_; }

 private:
  std::vector<std::vector<WindowUse>> uses_;
  std::vector<GroupSpec> groupings_;
  std::vector<TimelineSpec> timelines_;
  std::vector<ConditionSpec> conditions_;
};

}  // namespace qiuhao::rules
