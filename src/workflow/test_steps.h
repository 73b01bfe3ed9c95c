// Reading the steps of a test, and holding an answer against what it expects. Used by kind_tests.cpp alone.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "workflow/act.h"

namespace qiuhao::workflow {

// One step as written: an act, or time that passes.
struct TestStep {
  bool passes_time = false;
  Act act;  // of time: only `at`
  const text::Node* expect = nullptr;
  const text::Node* node = nullptr;
};

class TestReader {
 public:
  explicit TestReader(const Kind& kind) : kind_(kind) {}

  // The people that tests speak of. Errors: bad_test, unknown_name.
  Status read_people();
  Result<TestStep> read_step(const text::Node& node) const;
  // What of an answer is not as expected, as sentences; none when all is. Errors are of what cannot be read.
  Result<std::vector<Sentence>> compare(const TestStep& step, const Answer& answer) const;

 private:
  using Node = text::Node;
  std::unexpected<Error> bad(const Node& node, Sentence sentence, std::string code = "bad_test") const;
  Status check_keys(const Node& node, std::initializer_list<std::string_view> known) const;
  Result<Person> person(const Node& node) const;
  Result<FieldValue> value(const Field& field, const Node& node) const;
  Status compare_due(const Node& expect, const Answer& answer, std::vector<Sentence>& wrong) const;
  Status compare_fields(const Node& expect, const Answer& answer, std::vector<Sentence>& wrong) const;
  Status compare_effects(const Node& expect, const Answer& answer, std::vector<Sentence>& wrong) const;
  Status compare_hidden(const Node& expect, const Answer& answer, std::vector<Sentence>& wrong) const;

  const Kind& kind_;
  std::map<std::string, Person> people_;
};

}  // namespace qiuhao::workflow
