// The two steps of an audit in shards: judging one, uniting all.
#pragma once

#include "cli/audit_run.h"

namespace qiuhao::cli {

// `is_shown`: progress on the terminal.
Result<audit::Partial> judge_shard(const AuditRun& run, const audit::Shard& shard, bool is_shown);
// Checks that they belong together and to the workspace, records the run and prints its summary; the exit code.
Result<int> unite_partials(const AuditRun& run, std::vector<audit::Partial> partials);

}  // namespace qiuhao::cli
