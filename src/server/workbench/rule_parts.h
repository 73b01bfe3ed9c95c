// A rule's file cut into what people read one by one: formulas, windows, the message, each in both languages.
#pragma once

#include <string>
#include <vector>

#include "rules/rule.h"

namespace qiuhao::server {

struct RulePart {
  std::string key;   // of the file: "when", "let"
  std::string name;  // within it: "over"; "" for keys that hold one formula
  int line = 0;      // in the file
  std::string english;
  std::string chinese;
};
// In the order of the file.
std::vector<RulePart> parts_of(const rules::Rule& rule);

// One of the tests inside the file.
struct RuleCase {
  std::string name;
  int line = 0;
  std::vector<std::string> outcomes;  // that it expects
};
std::vector<RuleCase> cases_of(const rules::Rule& rule);

}  // namespace qiuhao::server
