// The tests inside a workflow file: steps of acts with who and when, and what is expected after each. See
// docs/reference/workflow-files.md.
#pragma once

#include <string>
#include <vector>

#include "workflow/act.h"

namespace qiuhao::workflow {

struct KindTestFailure {
  std::string test;
  std::size_t step = 0;  // from 1
  Place place;
  Sentence sentence;

  std::string text(Language language = Language::english) const;
};

struct KindTestReport {
  std::vector<std::string> names;  // of the tests that ran
  std::size_t passed = 0;
  std::size_t failed = 0;
  std::vector<KindTestFailure> failures;
  // What no test showed, at its place in the file: an action that was never done, a guard that never held or never
  // failed, a way of `to` never taken, a condition of an effect never true or never false.
  std::vector<Error> uncovered;
};

// Runs the tests whose name holds `filter`. Errors are of tests that cannot be read: bad_test, unknown_name, and those
// of values.
Result<KindTestReport> run_kind_tests(const Kind& kind, const Calendar& calendar, std::string_view filter = "");

}  // namespace qiuhao::workflow
