// Gathering what the web API works on.
#include "cli/api_desk.h"

#include "cli/documents_settings.h"
#include "cli/evidence_parts.h"
#include "cli/records.h"
#include "cli/tape_sight.h"
#include "cli/users_parts.h"
#include "cli/workbench_sources.h"
#include "cli/workflows_parts.h"

namespace qiuhao::cli {

namespace {

Result<documents::Templates> load_templates(const Path& workspace, const casework::Kinds& kinds) {
  ASSIGN(ReadTemplates read, read_templates(workspace.string(), {}, kinds));
  if (!read.errors.empty()) return fail(read.errors[0]);
  std::vector<const workflow::Kind*> newest;
  for (const std::string& name : kinds.names()) newest.push_back(kinds.newest(name));
  return documents::Templates::make(std::move(read.templates), newest);
}

}  // namespace

Result<std::shared_ptr<const server::ApiDesk>> open_api_desk(const Path& workspace, bool is_secure,
                                                             std::shared_ptr<const server::LiveLink> live) {
  auto records = open_records(workspace, false);
  if (!records && records.error().code == "no_records") return std::shared_ptr<const server::ApiDesk>();
  if (!records) return std::unexpected(std::move(records).error());
  ASSIGN(database::KeyRing ring, open_keys(workspace, false));
  ASSIGN(identity::RolePolicy policy, load_roles(workspace));
  WorkflowsOptions workflows;
  workflows.workspace = workspace.string();
  ASSIGN(std::vector<workflow::Kind> kinds, load_workflows(workflows));
  ASSIGN(workflow::Calendar calendar, shipped_calendar());
  server::ApiSources sources{
      std::move(records->database), std::move(records->trail), std::move(ring), std::move(policy), std::move(kinds),
      std::move(calendar),          workspace / "evidence"};
  sources.load_templates = [workspace](const casework::Kinds& all) { return load_templates(workspace, all); };
  ASSIGN(DocumentSettings settings, document_settings(workspace, Language::chinese));
  sources.office = std::move(settings.office);
  sources.printer = std::move(settings.printer);
  sources.attachment_rules = std::move(settings.attachments);
  sources.tape = tape_sight_of(workspace);
  ASSIGN(const std::string archive_file, policy_file(workspace.string(), "archive.yaml"));
  ASSIGN(sources.archive_rules, documents::load_archive_rules(archive_file));
  if (!settings.seal_key.empty()) {
    ASSIGN(sources.seal_key, read_signing_key(settings.seal_key));
  }
  sources.add_to_evidence = [workspace](evidence::Builder& builder, const workflow::Matter& matter) -> Status {
    EvidenceOptions options;
    options.workspace = workspace.string();
    // That the finding could not be explained stands in the file.
    TRY(add_finding_of(builder, options, matter));
    return {};
  };
  ASSIGN(sources.anchors, anchors_of(workspace));
  sources.is_secure = is_secure;
  ASSIGN(sources.workbench, open_workbench(workspace, "/proc/self/exe"));
  sources.live = std::move(live);
  ASSIGN(auto desk, server::ApiDesk::open(std::move(sources)));
  return std::shared_ptr<const server::ApiDesk>(std::move(desk));
}

}  // namespace qiuhao::cli
