// The parts of `qiuhao rules`, a file each: rules_check.cpp, rules_run_tests.cpp, rules_show.cpp, rules_lint.cpp,
// rules_parameters.cpp.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace qiuhao::cli {

struct RulesOptions {
  std::string workspace;
  std::vector<std::string> files;  // files and folders; empty: the shipped ones and the workspace's
  std::string code;                // of a rule (or a rule's file), or the name of a function or parameter
  std::string filter;              // of tests, by name
  std::string junit;               // a file to write
  std::string report;              // test: a file to write, of one rule
  int megabytes = 0;               // test: of memory at most; 0: as much as there is
  std::string line;                // explain: number of a fee line
  std::string known_on;            // explain: a day
  bool chinese = false;            // show: names in Chinese
  bool english = false;
  bool json = false;
  bool strict = false;
  Language language = Language::english;
};

// Every rule file meant, sorted within its folder.
Result<std::vector<std::string>> rule_files(const RulesOptions& options);

Result<int> check_rules(const RulesOptions& options);
Result<int> run_tests_of_rules(const RulesOptions& options);
Result<int> report_tests(const RulesOptions& options);  // rules_test_report.cpp
Result<int> list_rules(const RulesOptions& options);
Result<int> show_rule(const RulesOptions& options);
Result<int> list_functions(const RulesOptions& options);
Result<int> lint_rules(const RulesOptions& options);
Result<int> list_parameters(const RulesOptions& options);  // rules_parameters.cpp
Result<int> print_schema(const RulesOptions& options);
Result<int> explain_rule(const RulesOptions& options);  // command_explain.cpp

}  // namespace qiuhao::cli
