// What `qiuhao compact` says at its end.
#pragma once

#include <string>

#include "base/result.h"
#include "claims/compaction.h"

namespace qiuhao::cli {

std::string text_of_compaction(const claims::CompactSummary& summary, Language language);

}  // namespace qiuhao::cli
