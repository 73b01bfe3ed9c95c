// What the tests inside a rule's text came to, as the web API tells it.
#pragma once

#include <string>

#include "rules/rule_tests.h"

namespace qiuhao::server {

// {"passed", "failed", "tests": [{"name", "line", "passed", "failures": [{"subject", "note", "differences"}]}],
// "mistakes"}; of tests that cannot be read the mistake alone. `ran` is of all tests of the rule, in their order.
std::string tests_json(const rules::Rule& rule, const Result<rules::RuleTestReport>& ran);

}  // namespace qiuhao::server
