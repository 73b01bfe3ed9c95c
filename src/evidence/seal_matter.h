// Sealing a matter: what belongs to it is read at one moment, its own files and papers go in, and the sealing is told
// to the trail before anybody has the file.
#pragma once

#include <functional>
#include <string>

#include "documents/attachments.h"
#include "documents/papers.h"
#include "evidence/matter_leaves.h"

namespace qiuhao::evidence {

// What it is read from; must outlive the call.
struct SealDesk {
  database::Database& database;
  const database::Trail& trail;
  const database::KeyRing& ring;
  const casework::Kinds& kinds;
  const workflow::Calendar& calendar;
  const documents::AttachmentStore& attachments;
  const documents::PaperStore& papers;
  Path anchors{};  // the file; need not be there
};

struct SealOrder {
  std::string number;  // of the matter
  std::string who;
  std::string where_from;
  std::string why{};
  std::string signer{};  // as the file shall say; "": who
  Digest digest = Digest::sm3;
  Seconds at = 0;
};

// For whom, once the matter is known: an error when this person may not.
using Admit = std::function<Result<ForWhom>(const workflow::Matter& matter)>;
// What else is sealed with it: the finding behind it, files that are brought.
using AddMore = std::function<Status(Builder& builder, const workflow::Matter& matter)>;

struct SealedMatter {
  std::string content;  // the file
  std::string root;     // bytes
  std::int64_t leaves = 0;
  std::int64_t sequence = 0;  // of the act that tells of it
};

// files/ID/name, type, size, content of every attachment and paper of the matter that is there for the reader; of a
// paper also number and hash. Errors: those of reading and printing, "was_disposed".
Status add_own_files(Builder& builder, const SealDesk& desk, const workflow::Matter& matter, const ForWhom& reader);

// Errors: those of all of these.
Result<SealedMatter> seal_matter(const SealDesk& desk, const SealOrder& order, const signing::SignerKey& key,
                                 const Admit& admit, const AddMore& add_more = {});

}  // namespace qiuhao::evidence
