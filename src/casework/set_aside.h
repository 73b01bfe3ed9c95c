// Findings that exceptions cover: set aside while they hold, open again when one is ended early.
#pragma once

#include "casework/exceptions.h"

namespace qiuhao::casework {

// Open findings that an approved exception covers are set aside; gives how many. After findings were kept, and when an
// exception was approved.
Result<std::int64_t> set_findings_aside(database::Transaction& transaction);

// Those that were set aside by this exception and that no other covers are open again. When one was ended.
Status free_findings(database::Transaction& transaction, const Exception& ended);

}  // namespace qiuhao::casework
