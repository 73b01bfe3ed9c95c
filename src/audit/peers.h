// The pass over everybody that peer windows need, before the first provider's month is judged.
#pragma once

#include <memory>
#include <string>

#include "audit/chunks.h"
#include "rules/windows/peer.h"

namespace qiuhao::audit {

// The figures of all providers' months over a whole tape, for an explanation; null when no rule of the plan has grain
// provider_period.
std::shared_ptr<const rules::PeerTable> collect_peers(const claims::Tape& tape, const rules::Plan& plan);

// Values of a group of peers, as they stand in the rule: "hospital | 3 | 2025-03".
std::string group_text(const rules::PeerKey& key);

}  // namespace qiuhao::audit
