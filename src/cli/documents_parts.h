// The parts of `qiuhao documents`, and what stands open for them.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/records.h"
#include "cli/users_parts.h"
#include "documents/archive.h"
#include "documents/template.h"
#include "identity/holder.h"

namespace qiuhao::cli {

struct DocumentsOptions {
  std::string workspace;
  std::vector<std::string> files;   // files and folders; empty: the shipped ones and the workspace's
  std::string filter;               // of tests, by name
  std::string number;               // of a matter, or of a case file in the archive
  std::string document;             // by its name in the workflow
  std::string out;                  // a folder or file
  std::vector<std::string> inputs;  // NAME=VALUE
  bool draft = false;
  std::string as;  // the login of who does it
  std::string why;
  std::string due;
  std::string file;                     // a picture of a signature
  std::vector<std::string> signatures;  // PLACE=FILE
  int place = 0;                        // to sign, from 1
  std::string words;
  std::string kind;
  std::string over_on;
  std::int64_t serial = 0;  // of a request, loan or proposal
  bool approve = false;
  bool refuse = false;
  Language language = Language::english;

  const std::string& say(const Sentence& sentence) const { return sentence.in(language); }
};

// The templates meant: with what the bureau has of its own over the shipped ones. Errors of files are told by `tell`.
struct TemplateLibrary {
  std::unique_ptr<casework::Kinds> kinds;
  std::vector<const workflow::Kind*> newest;
  std::vector<documents::Template> templates;
  std::vector<Error> errors;
};
Result<TemplateLibrary> read_templates(const DocumentsOptions& options);

// Everything that stands open for one command on a workspace.
struct DocumentsDesk {
  Records records;
  database::KeyRing ring;
  std::unique_ptr<casework::Kinds> kinds;
  workflow::Calendar calendar;
  documents::Templates templates;
  documents::ArchiveRules rules;
  std::optional<documents::PaperDesk> paper;  // refers to the others
  std::optional<casework::MatterStore> matters;
  std::optional<documents::PaperStore> papers;
  std::optional<documents::AttachmentStore> attachments;
  std::optional<documents::ArchiveStore> archive;
};
Result<std::unique_ptr<DocumentsDesk>> open_documents(const DocumentsOptions& options);

// Who signed in, and whether this person may.
struct SignedIn {
  UsersDesk& users;
  identity::By by;
  documents::Clerk clerk;

  // The error of People::require(). `done_before` and `about` (an institution) as in identity::Target.
  Status require(std::string_view action, const std::string& region, std::vector<std::string> done_before = {},
                 const std::string& about = "") const;
  Result<identity::Holder> holder() const;
  // As the engine sees the person in matters of a region.
  Result<workflow::Person> person(const std::string& region) const;
};

// Signs --as in, and does the work as that person.
using ClerkWork = std::function<Status(DocumentsDesk& desk, const SignedIn& signed_in)>;
Result<int> as_clerk(const DocumentsOptions& options, const ClerkWork& work);
// A matter that the person may see, or "no_matter".
Result<workflow::Matter> matter_in_sight(const DocumentsDesk& desk, const SignedIn& signed_in,
                                         const std::string& number);

Result<int> check_documents(const DocumentsOptions& options);
Result<int> test_documents(const DocumentsOptions& options);
Result<int> make_document(const DocumentsOptions& options);
Result<int> write_documents(const DocumentsOptions& options);
Result<int> make_case_file(const DocumentsOptions& options);
Result<int> sign_document(const DocumentsOptions& options);
Result<int> archive_matter(const DocumentsOptions& options);
Result<int> find_archived(const DocumentsOptions& options);
Result<int> borrow_archived(const DocumentsOptions& options);
Result<int> lend_archived(const DocumentsOptions& options);
Result<int> read_archived(const DocumentsOptions& options);
Result<int> return_archived(const DocumentsOptions& options);
Result<int> list_overdue(const DocumentsOptions& options);
Result<int> propose_disposal(const DocumentsOptions& options);
Result<int> decide_disposal(const DocumentsOptions& options);

}  // namespace qiuhao::cli
