// Attachments of matters: files that people bring, checked before they are kept, named by their content, each with a
// row in the records database and an act in the trail.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/day.h"
#include "casework/store.h"
#include "database/database.h"
#include "database/key_ring.h"
#include "database/trail.h"
#include "documents/evidence_files.h"
#include "documents/file_type.h"
#include "documents/virus_check.h"

namespace qiuhao::documents {

// What a bureau lets people add.
struct AttachmentRules {
  std::size_t bytes_most = std::size_t{20} << 20;          // of one file
  std::size_t files_most = 200;                            // of one matter
  std::size_t bytes_in_all_most = std::size_t{500} << 20;  // of one matter
  ContentLimits content;
  VirusCommand virus;  // none by default
};

struct NewAttachment {
  std::string number;      // of the matter
  std::string document{};  // one of its workflow's documents; "" for none of them
  std::string name;        // as the person's computer has it; it is cleaned before it is kept
  std::string who;         // the person's id
  Seconds at = 0;
};

struct Attachment {
  std::string id;  // "A17": what an act's documents name
  std::string number;
  std::string document;
  std::string name;  // fit to be shown
  FileType type = FileType::pdf;
  std::size_t bytes = 0;
  std::string hash;  // SHA-256, 64 hex digits
  std::string who;
  Seconds at = 0;
};

struct AttachmentContent {
  Attachment attachment;
  std::string bytes;
};

class AttachmentStore {
 public:
  // Brings the tables to this program's. `folder` is the workspace's evidence/. All must outlive the store. Errors:
  // those of migrate().
  static Result<AttachmentStore> open(database::Database& database, const database::Trail& trail,
                                      const database::KeyRing& ring, const casework::Kinds& kinds, const Path& folder,
                                      AttachmentRules rules = {});

  // Checks, keeps the file, then writes row and act in one transaction: a file without a row can be left when the
  // program dies between, never a row without a file. A request that was answered before gives its attachment again.
  // Refused, each with an act of the trail: those of check_content(), "file_too_large", "file_is_empty",
  // "too_many_attachments", "attachments_too_large", "document_is_unknown", "virus_found", "was_disposed" (the matter);
  // and "virus_check_failed"
  // (it could not be asked, so nothing is kept). Without one: "no_matter", "request_reused", those of statements and
  // files.
  Result<Attachment> add(const NewAttachment& fresh, std::string_view bytes, const casework::Origin& origin) const;

  // Errors: "no_attachment", "damaged_attachment" (row or file are not as they were written), "missing_file",
  // "was_disposed" (of read).
  Result<Attachment> find(std::string_view id) const;
  Result<AttachmentContent> read(std::string_view id) const;
  // Oldest first.
  Result<std::vector<Attachment>> list(std::string_view number) const;
  // The same within a transaction of the caller's.
  Result<std::vector<Attachment>> list_in(database::Transaction& transaction, std::string_view number) const;

  // Every row and its file, and the numbers of rows, which have no gap. Gives what is wrong.
  Result<std::vector<Error>> verify() const;

 private:
  AttachmentStore(database::Database& database, const database::Trail& trail, const database::KeyRing& ring,
                  const casework::Kinds& kinds, const Path& folder, AttachmentRules rules)
      : database_(&database), trail_(&trail), ring_(&ring), kinds_(&kinds), files_(folder), rules_(std::move(rules)) {}

  Status check_place(database::Transaction& transaction, const NewAttachment& fresh, std::size_t bytes) const;
  Result<std::optional<Attachment>> first_answer(database::Transaction& transaction, const Attachment& fresh,
                                                 const std::string& request) const;
  Error refused(const NewAttachment& fresh, std::string_view bytes, const casework::Origin& origin, Error why) const;

  database::Database* database_;
  const database::Trail* trail_;
  const database::KeyRing* ring_;
  const casework::Kinds* kinds_;
  EvidenceFiles files_;
  AttachmentRules rules_;
};

}  // namespace qiuhao::documents
