// Opening what `qiuhao documents` works on.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "cli/command.h"
#include "cli/documents_parts.h"
#include "cli/documents_settings.h"
#include "cli/users_parts.h"
#include "cli/workflows_parts.h"

namespace qiuhao::cli {
namespace {

// The workspace's own file of this name, or the shipped one.
Result<std::string> policy_file(const DocumentsOptions& options, const std::string& name) {
  const Path own = Path(options.workspace) / "policy" / name;
  std::error_code ignored;
  if (!options.workspace.empty() && std::filesystem::exists(own, ignored)) return own.string();
  ASSIGN(const std::string folder, policy_folder());
  return folder + "/" + name;
}

}  // namespace

Result<TemplateLibrary> read_templates(const DocumentsOptions& options) {
  WorkflowsOptions workflows;
  workflows.workspace = options.workspace;
  ASSIGN(auto kinds, load_workflows(workflows));
  std::vector<std::string> names;
  for (const workflow::Kind& kind : kinds) names.push_back(kind.name);
  TemplateLibrary library;
  ASSIGN(auto made, casework::Kinds::make(std::move(kinds)));
  library.kinds = std::make_unique<casework::Kinds>(std::move(made));
  std::ranges::sort(names);
  names.erase(std::unique(names.begin(), names.end()), names.end());
  for (const std::string& name : names) library.newest.push_back(library.kinds->newest(name));
  ASSIGN(auto read, read_templates(options.workspace, options.files, *library.kinds));
  library.templates = std::move(read.templates);
  library.errors = std::move(read.errors);
  return library;
}

Result<std::unique_ptr<DocumentsDesk>> open_documents(const DocumentsOptions& options) {
  ASSIGN(TemplateLibrary library, read_templates(options));
  if (!library.errors.empty()) return fail(library.errors[0]);
  ASSIGN(auto templates, documents::Templates::make(std::move(library.templates), library.newest));
  ASSIGN(Records records, open_records(options.workspace, false));
  ASSIGN(database::KeyRing ring, open_keys(options.workspace, false));
  ASSIGN(auto calendar, shipped_calendar());
  ASSIGN(const std::string rules_file, policy_file(options, "archive.yaml"));
  ASSIGN(auto rules, documents::load_archive_rules(rules_file));
  ASSIGN(const DocumentSettings settings, document_settings(options.workspace, options.language));
  auto desk = std::make_unique<DocumentsDesk>(DocumentsDesk{
      std::move(records), std::move(ring), std::move(library.kinds), std::move(calendar), std::move(templates),
      std::move(rules), std::nullopt, std::nullopt, std::nullopt, std::nullopt, std::nullopt});
  desk->paper.emplace(documents::PaperDesk{*desk->records.database,
                                           desk->records.trail,
                                           desk->ring,
                                           *desk->kinds,
                                           desk->calendar,
                                           desk->templates,
                                           settings.office,
                                           {},
                                           settings.printer});
  const Path evidence = Path(options.workspace) / "evidence";
  ASSIGN(auto matters, casework::MatterStore::open(*desk->records.database, desk->records.trail, desk->ring,
                                                   *desk->kinds, desk->calendar));
  desk->matters.emplace(std::move(matters));
  ASSIGN(auto papers, documents::PaperStore::open(*desk->paper, evidence));
  desk->papers.emplace(std::move(papers));
  ASSIGN(auto attached, documents::AttachmentStore::open(*desk->records.database, desk->records.trail, desk->ring,
                                                         *desk->kinds, evidence, settings.attachments));
  desk->attachments.emplace(std::move(attached));
  ASSIGN(auto archive, documents::ArchiveStore::open(*desk->paper, desk->rules, evidence));
  desk->archive.emplace(std::move(archive));
  return desk;
}

Result<int> as_clerk(const DocumentsOptions& options, const ClerkWork& work) {
  UsersOptions who;
  who.workspace = options.workspace;
  who.as = options.as;
  who.language = options.language;
  return as_user(who, [&](UsersDesk&, const identity::By& by, const std::string&) -> Status {
    ASSIGN(const auto desk, open_documents(options));
    return work(*desk, {by.asker.login, by.now / database::kMicrosASecond, by.where_from});
  });
}

}  // namespace qiuhao::cli
