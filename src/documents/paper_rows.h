// Rows of papers. Used by PaperStore alone.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "documents/papers.h"

namespace qiuhao::documents {

// How a paper's number was counted, and what asked for it.
struct PaperCount {
  std::string pattern;
  int year = 0;
  std::int64_t count = 0;
  std::string request;
  std::optional<std::int64_t> asked;
};
struct PaperRow {
  Paper paper;
  PaperCount counted;
};

// The last count that was given; 0 for none.
Result<std::int64_t> last_count(database::Transaction& transaction, const std::string& pattern, int year);
// Gives it the next id, and takes its count. The caller's transaction writes.
Status insert_paper(database::Transaction& transaction, const database::KeyRing& ring, Paper& paper,
                    const PaperCount& counted);

// Rows where a condition on columns of the program holds, by serial, at most `most`. "damaged_paper": a row is not as
// it was written.
Result<std::vector<PaperRow>> papers_where(database::Transaction& transaction, const database::KeyRing& ring,
                                           std::string_view condition, const database::Parameter& value, int most);

// A signature that was put on a paper, and the page as it has been since.
struct SignatureRow {
  std::int64_t serial = 0;
  std::string paper;  // its id
  int place = 0;      // from 1, as the content lists them
  std::string drawn;  // SHA-256 of the picture, or of the strokes as Signature::json() writes them
  std::string page;
  std::string who;
  Seconds at = 0;
};
// In the order of signing; "damaged_paper".
Result<std::vector<SignatureRow>> signatures_of(database::Transaction& transaction, const database::KeyRing& ring,
                                                std::string_view paper);
// Gives it the next serial.
Status insert_signature(database::Transaction& transaction, const database::KeyRing& ring, SignatureRow& row);

std::optional<std::int64_t> paper_serial(std::string_view id);

}  // namespace qiuhao::documents
