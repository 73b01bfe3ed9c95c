// What `qiuhao screen networks` shows on a terminal.
#pragma once

#include <string>

#include "screening/networks/networks.h"

namespace qiuhao::cli {

// The first `most` leads of each kind, with why; what was left out; what to do with nothing.
std::string text_of_networks(const screening::NetworkReport& report, const screening::TapeNames& names,
                             std::size_t most, Language language);

}  // namespace qiuhao::cli
