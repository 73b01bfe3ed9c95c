// Rule files as audits used them: WORKSPACE/policy/past, one file for each hash that an audit names, only ever added
// to. So a rule can be held against the version that judged last year, although its file has been changed.
#pragma once

#include <string>
#include <vector>

#include "base/files.h"
#include "rules/rule.h"

namespace qiuhao::rules {

struct KeptRule {
  std::string code;
  int version = 0;
  std::string hash;     // as the audit has it: of the content, and of the parameters read
  std::string content;  // hash of the content alone
  Path file;
};

// Files that are there already stay as they are.
Status keep_rules(const Path& workspace, const std::vector<Rule>& rules);

// In order of code, version and hash; empty when nothing was kept. Files that are no rule are passed over.
std::vector<KeptRule> kept_rules(const Path& workspace);

// "damaged_rule" for a file whose content is not that of its name.
Result<Rule> load_kept_rule(const KeptRule& kept, const claims::Schema& schema);

}  // namespace qiuhao::rules
