// A bureau's own rules and points over national ones: does something get through that the national one finds? Shown by
// a claim that the national side finds and the whole library does not.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "rules/library/finding.h"
#include "rules/plan.h"
#include "rules/rule.h"
#include "rules/test_case.h"

namespace qiuhao::rules {

inline constexpr std::size_t kMostChangedClaims = 2'000;  // made of the tests of one rule

// Rules of one code.
struct RuleOverride {
  const Rule* national;
  const Rule* own;
};
void check_rule_overrides(const std::vector<RuleOverride>& overrides,
                          const std::shared_ptr<const claims::Schema>& schema, const knowledge::Kinds& kinds,
                          LibraryReport& report);

// `whole` judges by all points, `national` by those of the national publications alone; `own` are ids of the others.
void check_point_overrides(const Plan& whole, const Plan& national, const std::vector<std::string>& own,
                           LibraryReport& report);

// Claims near a claim: the numbers, texts and days that the rules' conditions name, and what lies beside them.
std::vector<TestCase> claims_beside(const TestCase& claim, const std::vector<const Rule*>& rules,
                                    const claims::Schema& schema);

}  // namespace qiuhao::rules
