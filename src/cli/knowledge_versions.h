// Versions of a workspace's knowledge that people name.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "knowledge/knowledge.h"

namespace qiuhao::cli {

// A day, or the number of a publication: the library as it was right after it.
Result<std::shared_ptr<const knowledge::Library>> library_at(const Path& workspace, const knowledge::Kinds& kinds,
                                                             std::string_view option, const std::string& text);

}  // namespace qiuhao::cli
