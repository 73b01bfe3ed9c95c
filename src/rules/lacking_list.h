// A rule that asks a list of people which was never imported knows nothing of anybody, whatever else it asks.
#pragma once

#include <array>
#include <string_view>

#include "rules/plan.h"

namespace qiuhao::rules {

// What every subject of the rule is undecided for: "death.listed"; "" where it has the lists that it reads.
inline std::string_view lacking_list(const Plan& plan, RuleIndex rule) {
  static constexpr std::array<std::string_view, kRuleRegisters.size()> kListed = {
      "", "death.listed", "custody.listed", "assistance.listed", "work_injury.listed"};
  if (!plan.registers_of(rule).has_people()) return "";
  for (RegisterNumber number = 0; number < kListed.size(); ++number) {
    if (!kListed[number].empty() && plan.lacks_register(rule, number)) return kListed[number];
  }
  return "";
}

}  // namespace qiuhao::rules
