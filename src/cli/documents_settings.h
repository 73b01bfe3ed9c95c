// What a workspace says about its documents: the office, the printer, what files may be added, its own templates.
#pragma once

#include <string>
#include <vector>

#include "base/files.h"
#include "base/result.h"
#include "documents/attachments.h"
#include "documents/papers.h"
#include "documents/template.h"

namespace qiuhao::cli {

struct DocumentSettings {
  documents::Office office;                // office.name, office.contact
  documents::Printer printer;              // printer.program
  documents::AttachmentRules attachments;  // attachments.virus_check
  std::string seal_key;                    // evidence.key: the file; "" for none
};
// `language`: of the words that stand for a name that was not set.
Result<DocumentSettings> document_settings(const Path& workspace, Language language);

// The workspace's own file of this name in policy/, or the shipped one.
Result<std::string> policy_file(const std::string& workspace, const std::string& name);

struct ReadTemplates {
  std::vector<documents::Template> templates;
  std::vector<Error> errors;
};
// `files`, or where there are none the shipped ones with the workspace's own (policy/documents) in place of those of
// the same document. "" for no workspace.
Result<ReadTemplates> read_templates(const std::string& workspace, const std::vector<std::string>& files,
                                     const casework::Kinds& kinds);

}  // namespace qiuhao::cli
