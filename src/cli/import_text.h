// What `qiuhao import` says at its end.
#pragma once

#include <string>

#include "claims/import.h"

namespace qiuhao::cli {

std::string text_of_import(const claims::ImportSummary& summary);

}  // namespace qiuhao::cli
