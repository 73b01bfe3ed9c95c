// Holds rules against each other: conditions that are never true, rules that another one swallows, and two that demand
// the same money. What reasoning suspects, the rules' own tests must show.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "knowledge/kinds.h"
#include "rules/library/claim_judge.h"
#include "rules/library/finding.h"
#include "rules/library/rule_conditions.h"

namespace qiuhao::rules {

// Rules that one rule is held against; near-linear for that.
inline constexpr std::size_t kMostRulesBeside = 64;

class RuleChecker {
 public:
  RuleChecker(const std::vector<Rule>& rules, std::shared_ptr<const claims::Schema> schema,
              const knowledge::Kinds& kinds, LibraryReport& report);

  void check_all();

 private:
  // One alternative of a rule's condition, under the rarest of what must be known for it to hold.
  struct Entry {
    std::size_t rule;
    std::string key;
  };

  void look_at_never(std::size_t rule);
  void make_index();
  std::vector<std::size_t> rules_that_may_swallow(std::size_t rule);
  bool is_swallowed(std::size_t rule, std::size_t by) const;
  void try_swallowed(std::size_t rule, std::size_t by, bool is_mutual);
  bool may_examine(FindingClass klass);

  const std::vector<Rule>& rules_;
  const std::shared_ptr<const claims::Schema> schema_;
  const knowledge::Kinds& kinds_;
  LibraryReport& report_;
  std::vector<HitCondition> hits_;
  std::vector<bool> is_never_;
  std::unordered_map<std::string, std::vector<std::size_t>> by_key_;  // rules, by frame and key
  std::array<std::size_t, kFindingClasses> examined_{};
};

// A plan owns its rules, so each is read anew from its text; in the order given, with a test's points and parameters.
Result<std::shared_ptr<const Plan>> plan_of_rules(const std::vector<const Rule*>& by, const TestCase& test,
                                                  const std::shared_ptr<const claims::Schema>& schema,
                                                  const knowledge::Kinds& kinds);

// The claims of a rule's tests with their points, judged by a plan of rules that are read again from their text.
struct TestTrial {
  TestCase claim;
  std::vector<Blame> found;  // Blame::rule counts the rules given
};
Result<std::vector<TestTrial>> judge_tests(const Rule& of, const std::vector<const Rule*>& by,
                                           const std::shared_ptr<const claims::Schema>& schema,
                                           const knowledge::Kinds& kinds);
Result<std::vector<Blame>> judge_test(const TestCase& claim, const std::vector<const Rule*>& by,
                                      const std::shared_ptr<const claims::Schema>& schema,
                                      const knowledge::Kinds& kinds);
// "R0101: hit, 8.80 of L1"; "R0101: no hit".
Sentence verdict_of_rule(const std::vector<Blame>& found, RuleIndex index, const Rule& rule);
// The lines that a rule blames, of all its hits.
std::vector<std::string> blamed_lines(const std::vector<Blame>& found, RuleIndex index);

}  // namespace qiuhao::rules
