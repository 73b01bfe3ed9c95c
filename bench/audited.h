// A folder of tables imported and audited by all shipped rules, for benchmarks of what is found.
#pragma once

#include <memory>

#include "audit/audit.h"
#include "bench.h"
#include "claims/tape.h"

namespace qiuhao::bench {

struct Audited {
  claims::Tape tape;
  audit::AuditResult result;
};

Result<std::shared_ptr<const knowledge::Library>> starter_library(const Setting& setting);
// Imports the folder into a fresh workspace (the one before is gone) and audits it.
Result<Audited> audit_folder(const Setting& setting, const Path& folder,
                             std::shared_ptr<const knowledge::Library> library);

}  // namespace qiuhao::bench
