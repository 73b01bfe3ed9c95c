// The pass over everybody that peer windows need, before the first provider's month is judged.
#pragma once

#include <memory>
#include <string>

#include "audit/chunks.h"
#include "rules/windows/peer.h"

namespace qiuhao::audit {

// Sums of all providers' months over the people of options.shard; null when no rule of the plan has grain
// provider_period. Plans are those of the parts, by number. Unfinished when options.stop is set. The same sums whatever
// the number of threads.
std::shared_ptr<const rules::PeerSums> collect_peers(const rules::Plan& plan,
                                                     std::span<const rules::PartPlan* const> part_plans,
                                                     const std::vector<Chunk>& chunks,
                                                     const std::vector<claims::Part>& parts,
                                                     const AuditOptions& options, LineCount& count);

// The figures over a whole tape, for an explanation.
std::shared_ptr<const rules::PeerTable> collect_peers(const claims::Tape& tape, const rules::Plan& plan);

// Values of a group of peers, as they stand in the rule: "hospital | 3 | 2025-03".
std::string group_text(const rules::PeerKey& key);

}  // namespace qiuhao::audit
