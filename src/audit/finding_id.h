// The id of a finding: made of what it says, so that it is the same in every run, whatever the order of parts and rows.
#pragma once

#include <span>

#include "audit/audit.h"

namespace qiuhao::audit {

// Of rule, subject, blamed lines and knowledge point. A finding that blames just the line it is about has a shorter
// form, which is that of the time before there were other grains.
Hash128 finding_id(std::span<const claims::Part> parts, const AuditResult& result, const Finding& finding);

}  // namespace qiuhao::audit
