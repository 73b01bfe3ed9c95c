// What `qiuhao library check` prints: by class with examples, CSV, or JSON.
#pragma once

#include <string>

#include "base/result.h"
#include "rules/library/finding.h"

namespace qiuhao::cli {

// Counts, then the first `most` findings of each class with their claims.
std::string text_of_library(const rules::LibraryReport& report, std::size_t most, Language language);
// All findings, a line each.
std::string csv_of_library(const rules::LibraryReport& report, Language language);
std::string json_of_library(const rules::LibraryReport& report);

// One finding with its claims, indented.
std::string text_of_finding(const rules::LibraryFinding& finding, Language language);

}  // namespace qiuhao::cli
