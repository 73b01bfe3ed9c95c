// Gathering what the web API works on.
#include "cli/api_desk.h"

#include <map>

#include "cli/command.h"
#include "cli/records.h"
#include "cli/users_parts.h"
#include "cli/workflows_parts.h"
#include "cli/workspace_settings.h"

namespace qiuhao::cli {

namespace {

// The workspace's own templates stand over the shipped ones of the same document.
Result<documents::Templates> load_templates(const Path& workspace, const casework::Kinds& kinds) {
  ASSIGN(const std::string policy, policy_folder());
  std::map<std::pair<std::string, std::string>, documents::Template> by_document;
  for (const std::string& file :
       yaml_files_in({policy + "/documents", (workspace / "policy" / "documents").string()})) {
    documents::TemplateReading reading = documents::load_template_all(file, kinds);
    if (!reading.made) return fail(reading.errors.at(0));
    const auto key = std::pair(reading.made->kind, reading.made->document);
    by_document.insert_or_assign(key, std::move(*reading.made));
  }
  std::vector<documents::Template> all;
  for (auto& [key, made] : by_document) all.push_back(std::move(made));
  std::vector<const workflow::Kind*> newest;
  for (const std::string& name : kinds.names()) newest.push_back(kinds.newest(name));
  return documents::Templates::make(std::move(all), newest);
}

}  // namespace

Result<std::shared_ptr<const server::ApiDesk>> open_api_desk(const Path& workspace, bool is_secure) {
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
  ASSIGN(const auto office, workspace_setting(workspace, "office.name"));
  if (office) sources.office.name = office->value;
  sources.is_secure = is_secure;
  ASSIGN(auto desk, server::ApiDesk::open(std::move(sources)));
  return std::shared_ptr<const server::ApiDesk>(std::move(desk));
}

}  // namespace qiuhao::cli
