// Before a publication: what it would contradict, and the reason that it then needs.
#pragma once

#include <string>
#include <vector>

#include "base/files.h"
#include "knowledge/import.h"
#include "rules/library/finding.h"

namespace qiuhao::cli {

// Contradictions that the draft's points open: those that the library before it does not have.
Result<std::vector<rules::LibraryFinding>> opened_contradictions(const Path& workspace,
                                                                 const knowledge::ImportDraft& draft);

// The contradictions with their claims, the first few; "" for none.
std::string text_of_contradictions(const std::vector<rules::LibraryFinding>& found, Language language);

// Publications with a reason, a line each, of those that `from` (exclusive) and `to` (inclusive) lie around: days, or
// numbers of publications; "" is open.
std::string text_of_reasons(const std::vector<knowledge::PublicationHeader>& headers, const std::string& from,
                            const std::string& to);

}  // namespace qiuhao::cli
