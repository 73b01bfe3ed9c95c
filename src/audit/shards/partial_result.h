// What an audit found, as bytes.
#pragma once

#include "audit/audit.h"
#include "audit/shards/bytes.h"

namespace qiuhao::audit {

// Without options and plan.
void add_result(ByteWriter& out, const AuditResult& result);
// Of bytes that are none of a result the reader is bad afterwards.
void get_result(ByteReader& in, AuditResult& result);

}  // namespace qiuhao::audit
