// Uniting the partial results of all shards: the same result as of one run.
#pragma once

#include <memory>
#include <vector>

#include "audit/shards/partial.h"

namespace qiuhao::audit {

// Whether the partial results, in any order, are all shards of one audit, each once: "shard_missing", "shard_twice",
// "other_split" (2/7 beside 1/3), "other_period" (days or providers), "other_generation", "other_rules",
// "other_knowledge", "other_program". Each says the mend.
Status check_partials(const std::vector<Partial>& partials);
// Whether they are of the tape, rules and knowledge at hand (`now`), with the same errors; `program` is this release.
Status check_identity(const std::vector<Partial>& partials, const RunIdentity& now, const std::string& program);

// Partial results that pass both checks, in any order: findings, counts and money as run_audit() without a shard gives
// them, and the months of providers judged. "damaged_partial" for one that names rows the tape has not.
Result<AuditResult> merge_partials(const claims::Tape& tape, std::shared_ptr<const rules::Plan> plan,
                                   std::vector<Partial> partials);

// What the united run rested on: begun when its first shard was.
RunFacts merge_facts(const std::vector<Partial>& partials);

}  // namespace qiuhao::audit
