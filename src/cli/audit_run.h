// The audits that `qiuhao audit` can do: of everybody in this process, of one shard, of partial results united, of all
// the processes that mpirun started.
#pragma once

#include <string>
#include <vector>

#include "audit/shards/merge.h"
#include "cli/audit_sources.h"

namespace qiuhao::cli {

struct AuditRun {
  std::string workspace;
  std::vector<std::string> rules;  // codes; empty = all
  Day known_on = kNoDay;
  audit::AuditOptions options;
  audit::RecordOptions record;
  bool fail_on_findings = false;
};

// With a progress bar where it is shown; Ctrl-C ends it with "interrupted".
Result<audit::AuditResult> judge_with_progress(const Sources& sources, audit::AuditOptions options, bool is_shown);

// Each gives the exit code.
Result<int> audit_everybody(const AuditRun& run);
// Writes a partial result into `folder`.
Result<int> audit_shard(const AuditRun& run, const audit::Shard& shard, const Path& folder);
// Period, providers, rules and day of knowledge are those of the partial results.
Result<int> merge_shards(AuditRun run, const std::vector<Path>& partials);
// A shard a rank; rank 0 gathers the partial results and writes the files. All ranks must call it.
Result<int> audit_by_ranks(const AuditRun& run);

}  // namespace qiuhao::cli
