// Versions of rules that people name: a file, a folder, a version that an audit kept, a recorded run, the library at
// hand.
#pragma once

#include <string>
#include <vector>

#include "base/files.h"
#include "rules/rule.h"

namespace qiuhao::cli {

struct RulesVersion {
  std::vector<rules::Rule> rules;  // in order of code
  std::string told;                // "R0107 version 2, policy/rules/R0107.yaml"
};

// One rule to hold another of that code against. `name`: "" the library's rule of the code (nothing when it has none);
// "none"; a file; a folder with rule files; a version number, or the first digits of a content's hash, as an audit kept
// it; a run (audit-000012). "version_gone" says which versions there are.
Result<RulesVersion> rule_against(const Path& workspace, const std::string& code, const std::string& name,
                                  const claims::Schema& schema);

// A whole library: a folder of rule files, `shipped`, `workspace` (the shipped rules and the workspace's over them), or
// a run whose rules were kept. "version_gone" says which runs there are.
Result<RulesVersion> library_version(const Path& workspace, const std::string& name, const claims::Schema& schema);

}  // namespace qiuhao::cli
