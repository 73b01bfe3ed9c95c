// Files of matters that were disposed of: which they are, whether another matter still needs one, taking them away.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "database/database.h"
#include "database/key_ring.h"
#include "documents/evidence_files.h"

namespace qiuhao::documents {

// What went. Rows with hashes stay.
struct TakenAway {
  std::int64_t files = 0;
  std::int64_t bytes = 0;
  std::int64_t shared = 0;  // that another matter uses too, so they stay
};

// Whether an approved disposal, as it was written, holds for the matter.
Result<bool> is_disposed(database::Transaction& transaction, const database::KeyRing& ring, std::string_view matter);
// "was_disposed".
Error was_disposed(std::string_view name);

// EvidenceFiles::read() for a row of a matter: a file that is not there because the matter was disposed of is
// "was_disposed", and no mistake.
Result<std::string> read_file_of(const EvidenceFiles& files, std::string_view hash, database::Database& database,
                                 const database::KeyRing& ring, std::string_view matter);

// Attachments, contents, pages and prints of documents, and the case file: each that is there and that no matter uses
// which was not disposed of. Run again, it does what was left.
Result<TakenAway> take_files_of(database::Database& database, const EvidenceFiles& files, std::string_view matter);
// Files that a program set aside before it died: put back or forgotten.
Status settle_set_aside(database::Database& database, const EvidenceFiles& files);

}  // namespace qiuhao::documents
