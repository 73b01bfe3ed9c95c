// The tests inside a rule file: rows and knowledge in, outcome and money out. They run over the same part, plan and
// judge as an audit. docs/reference/rule-file.md has every key.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "claims/schema.h"
#include "knowledge/kinds.h"
#include "rules/rule.h"

namespace qiuhao::rules {

inline constexpr std::size_t kMaxTestsOfRule = 1'000;
inline constexpr std::size_t kMaxTestRows = 5'000;  // lines, visits and points of one test, each

// One item of a verdict that is not as a test expects: outcome, amount, reason, message or lines. "" for none.
struct TestDifference {
  std::string what;
  std::string expected;
  std::string found;
};

// One expectation that a test missed.
struct TestFailure {
  std::string test;
  Place place;
  std::string subject;  // "line L1"
  std::vector<TestDifference> differences;
  Sentence note;  // when the verdict is as expected, but not each time

  // "rules/R0101.yaml:31:5: test 男性用女性药: line L1" and, for each difference, a line `exp` and a line `got`.
  std::string text(Language language = Language::english) const;
};

struct RuleTestReport {
  std::size_t passed = 0;
  std::size_t failed = 0;
  std::vector<std::string> names;  // of the tests run
  std::vector<TestFailure> failures;
};

// Runs every test whose name holds `filter`. Each is judged twice and once more with its lines given in reverse; a
// verdict that differs fails it. An error for a test that cannot be read: unknown_field, unknown_table, unknown_key,
// bad_test, too_many_tests.
Result<RuleTestReport> run_rule_tests(const Rule& rule, std::shared_ptr<const claims::Schema> schema,
                                      const knowledge::Kinds& kinds, std::string_view filter = "");

// Refuses with "missing_test" a rule without a hit, a clear, an undecided, or an excepted test of each exception.
Status check_test_coverage(const Rule& rule);

}  // namespace qiuhao::rules
