// Documents of matters as they were issued: numbered without gaps, kept by their content, never changed.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "casework/store.h"
#include "documents/evidence_files.h"
#include "documents/filled.h"
#include "documents/print_pdf.h"

namespace qiuhao::documents {

struct Paper {
  std::string id;             // "D17": what an act's documents name
  std::string matter;         // its number
  std::int64_t revision = 0;  // of the matter, as it was filled in
  std::string document;
  std::string number;  // 医保退〔2026〕17号
  std::string title;
  int version = 1;            // of the template
  std::string template_hash;  // SHA-256 of its file
  std::string content;        // SHA-256 of the canonical JSON, which the QR code says
  std::string page;           // SHA-256 of the HTML
  std::string who;
  Seconds at = 0;
};

// What somebody wants to be written.
struct PaperOrder {
  std::string matter;
  std::string document;
  workflow::Person by;
  Seconds at = 0;
  std::string note{};
  PaperWorld::Inputs inputs{};
  std::map<std::string, Signature> signatures{};
};

// A place to sign, in the order of the paper.
struct SignedPlace {
  int number = 0;  // from 1
  std::string title;
  std::string who{};  // "" while nobody has signed
  Seconds at = 0;
};

struct RefusedRequest {
  std::int64_t request = 0;  // of casework::DocumentRequest
  std::string matter;
  std::string document;
  Error error;
};
struct Served {
  std::vector<Paper> written;
  std::vector<RefusedRequest> refused;  // they are tried again next time
};

// All that papers are made of; must outlive the store.
struct PaperDesk {
  database::Database& database;
  const database::Trail& trail;
  const database::KeyRing& ring;
  const casework::Kinds& kinds;
  const workflow::Calendar& calendar;
  const Templates& templates;
  Office office;
  NameOf name_of{};
  Printer printer{};
};

struct SignatureRow;

class PaperStore {
 public:
  // Brings the tables to this program's. `folder` is the workspace's evidence/.
  static Result<PaperStore> open(const PaperDesk& desk, const Path& folder);

  // In one transaction: the matter is read, the document filled in, its number taken, its content kept, its row and act
  // written. A refusal takes no number. A request that was answered before gives its paper again. Errors:
  // "no_template", "request_reused", those of fill(), MatterRows::load, files and statements.
  Result<Paper> issue(const PaperOrder& order, const casework::Origin& origin) const;
  // The page as it would be, without a number; nothing is kept.
  Result<std::string> draft(const PaperOrder& order) const;

  // Writes what workflows have asked for and is not there yet, oldest first, each once whatever dies meanwhile; the
  // matter as it is now, the act as it was.
  Result<Served> serve_requests() const;

  // Errors: "no_paper", "damaged_paper", "was_disposed", those of EvidenceFiles::read.
  Result<Paper> find(std::string_view id) const;
  Result<std::string> content(const Paper& paper) const;  // JSON
  Result<std::string> page(const Paper& paper) const;     // HTML, with what was signed since
  // Printed when it is asked for the first time, and the same ever after until somebody signs. Also those of
  // print_pdf().
  Result<std::string> pdf(const Paper& paper) const;
  Result<std::vector<Paper>> list(std::string_view matter) const;  // oldest first

  // By whoever holds the pen: `who` is the user who brings the signature. Errors: "no_paper", "signature_is_unknown",
  // "signed_already"; the same by the same person is no mistake.
  Status sign(std::string_view id, int place, const Signature& signature, const std::string& who, Seconds at,
              const casework::Origin& origin) const;
  Result<std::vector<SignedPlace>> places(const Paper& paper) const;

  // Every row and its files, ids and numbers without gaps. Gives what is wrong.
  Result<std::vector<Error>> verify() const;

 private:
  PaperStore(const PaperDesk& desk, const Path& folder)
      : desk_(&desk), rows_(desk.kinds, desk.calendar, desk.ring), files_(folder) {}

  struct Made;
  Result<Made> make(database::Transaction& transaction, const PaperOrder& order, bool is_draft) const;
  Result<Paper> issue_in(database::Transaction& transaction, const PaperOrder& order, const casework::Origin& origin,
                         std::optional<std::int64_t> asked) const;
  Result<std::vector<SignedPlace>> places_in(const Paper& paper, const std::vector<SignatureRow>& rows) const;
  struct Sheet;
  Result<Sheet> sheet_of(const Paper& paper) const;
  Result<std::optional<std::string>> printed(const Sheet& sheet) const;
  Status verify_files(const Paper& paper) const;

  const PaperDesk* desk_;
  casework::MatterRows rows_;
  EvidenceFiles files_;
};

// Whether a file or paper of a document is there for somebody; `who` brought it.
using IsThere = std::function<bool(std::string_view document, std::string_view id, std::string_view who)>;
// That each document that an act brings is an attachment or a paper of its matter, is there for whoever acts, and is
// one of that name (an attachment may have none). "no_document" names the first that is not.
Status check_documents(database::Transaction& transaction, const database::KeyRing& ring, std::string_view matter,
                       const std::map<std::string, std::string>& documents, const IsThere& is_there = {});

}  // namespace qiuhao::documents
