// One conformance line: an expression, what it is given, and what must come out.
#pragma once

#include <simdjson.h>

#include <string>

namespace qiuhao::conformance {

struct Outcome {
  std::string section;
  std::string name;
  std::string expression;
  std::string failure;  // what came out instead; empty when the test passes
};

// Any JSON is taken; a line that is no test fails with a sentence that says what it lacks.
Outcome run_line(simdjson::dom::element line);

}  // namespace qiuhao::conformance
