// Rows of the archive. Used by ArchiveStore alone.
#pragma once

#include <string>
#include <vector>

#include "documents/archive.h"

namespace qiuhao::documents {

inline constexpr std::int64_t kForEver = 9'999'999;  // stands for "never" where a day is sorted by

struct ArchiveRow {
  std::int64_t serial = 0;
  std::string pattern;
  int year = 0;
  std::int64_t count = 0;
  Archived archived;
};

std::int64_t as_stored(Day until);

// Of the three readers: rows where a condition on columns of the program holds, by serial. "damaged_archive": a row is
// not as it was written.
Result<std::vector<ArchiveRow>> archives_where(database::Transaction& transaction, const database::KeyRing& ring,
                                               std::string_view condition,
                                               const std::vector<database::Parameter>& values, int most);
Result<std::vector<Loan>> loans_where(database::Transaction& transaction, const database::KeyRing& ring,
                                      std::string_view condition, const std::vector<database::Parameter>& values);
Result<std::vector<DisposalRecord>> disposals_where(database::Transaction& transaction, const database::KeyRing& ring,
                                                    std::string_view condition,
                                                    const std::vector<database::Parameter>& values);
// `q` and `a` of loan_requests.cpp.
Result<std::vector<LoanRequest>> loan_requests_where(database::Transaction& transaction, const database::KeyRing& ring,
                                                     std::string_view condition,
                                                     const std::vector<database::Parameter>& values);
// The one with this number; "no_archive".
Result<ArchiveRow> archive_named(database::Transaction& transaction, const database::KeyRing& ring,
                                 std::string_view number);

Status insert_archive(database::Transaction& transaction, const database::KeyRing& ring, ArchiveRow& row);
// Gives it the next serial.
Status insert_loan(database::Transaction& transaction, const database::KeyRing& ring, std::int64_t archive, Loan& loan);
Status update_loan(database::Transaction& transaction, const database::KeyRing& ring, const Loan& loan);
// Gives it the next serial.
Status insert_loan_request(database::Transaction& transaction, const database::KeyRing& ring, std::int64_t archive,
                           LoanRequest& request);
Status update_loan_request(database::Transaction& transaction, const database::KeyRing& ring,
                           const LoanRequest& request);
Status insert_disposal(database::Transaction& transaction, const database::KeyRing& ring, std::int64_t archive,
                       DisposalRecord& record);
Status update_disposal(database::Transaction& transaction, const database::KeyRing& ring, const DisposalRecord& record);

}  // namespace qiuhao::documents
