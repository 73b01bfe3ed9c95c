// Opening what `qiuhao documents` works on.
#include <fmt/format.h>

#include <algorithm>

#include "casework/permissions.h"
#include "cli/command.h"
#include "cli/documents_parts.h"
#include "cli/documents_settings.h"
#include "cli/workflows_parts.h"

namespace qiuhao::cli {
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
  ASSIGN(const std::string rules_file, policy_file(options.workspace, "archive.yaml"));
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

Status SignedIn::require(std::string_view action, const std::string& region, std::vector<std::string> done_before,
                         const std::string& about) const {
  identity::Target target = identity::Target::in_region(region, std::move(done_before));
  if (!about.empty()) target.subjects.push_back("organisation:" + about);
  return users.records.database->read(
      [&](database::Transaction& transaction) { return users.people.require(transaction, by, action, target); });
}

Result<identity::Holder> SignedIn::holder() const {
  std::optional<identity::Holder> found;
  TRY(users.records.database->read([&](database::Transaction& transaction) -> Status {
    ASSIGN(found, identity::holder_of(transaction, users.policy, by.asker.login, by.now));
    return {};
  }));
  if (found) return std::move(*found);
  return input_error("not_allowed", Sentence{"this user may do nothing now", "该用户目前不能办理"});
}

Result<workflow::Person> SignedIn::person(const std::string& region) const {
  ASSIGN(const identity::Holder held, holder());
  return casework::person_of(held, region);
}

Result<workflow::Matter> matter_in_sight(const DocumentsDesk& desk, const SignedIn& signed_in,
                                         const std::string& number) {
  ASSIGN(const identity::Holder holder, signed_in.holder());
  const casework::Scope scope =
      casework::scope_of(holder, signed_in.users.policy, casework::Seen::matters, day_of(signed_in.clerk.at));
  bool is_in_sight = false;
  TRY(desk.records.database->read([&](database::Transaction& transaction) -> Status {
    ASSIGN(is_in_sight, casework::is_seen(transaction, scope, number));
    return {};
  }));
  if (is_in_sight) return desk.matters->find(number);
  return input_error("no_matter", Sentence{fmt::format("there is no matter {}; check its number", number),
                                           fmt::format("没有事项 {}；请核对编号", number)});
}

Result<int> as_clerk(const DocumentsOptions& options, const ClerkWork& work) {
  UsersOptions who;
  who.workspace = options.workspace;
  who.as = options.as;
  who.language = options.language;
  return as_user(who, [&](UsersDesk& users, const identity::By& by, const std::string&) -> Status {
    ASSIGN(const auto desk, open_documents(options));
    return work(*desk, {users, by, {by.asker.login, by.now / database::kMicrosASecond, by.where_from}});
  });
}

}  // namespace qiuhao::cli
