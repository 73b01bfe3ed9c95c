// The tests inside a template: a matter, an act and what is filled in, and words that must or must not be on the paper.
#pragma once

#include <string>
#include <vector>

#include "documents/filled.h"

namespace qiuhao::documents {

struct TemplateTestFailure {
  std::string test;
  Place place;
  Sentence sentence;

  std::string text(Language language = Language::english) const;
};

struct TemplateTestReport {
  std::size_t passed = 0;
  std::size_t failed = 0;
  std::vector<TemplateTestFailure> failures;
};

// Runs the tests whose name holds `filter`. Errors are of tests that cannot be read: "bad_test", "unknown_name", and
// those of values.
Result<TemplateTestReport> run_template_tests(const Template& made, const workflow::Kind& kind,
                                              const workflow::Calendar& calendar, std::string_view filter = "");

// The words of a document line by line, cells parted by |.
std::string plain_text(const Filled& filled);

}  // namespace qiuhao::documents
