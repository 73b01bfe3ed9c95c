// Gathering what the web API works on.
#include "cli/api_desk.h"

#include "cli/command.h"
#include "cli/records.h"
#include "cli/users_parts.h"
#include "cli/workflows_parts.h"

namespace qiuhao::cli {

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
      std::move(calendar)};
  sources.is_secure = is_secure;
  ASSIGN(auto desk, server::ApiDesk::open(std::move(sources)));
  return std::shared_ptr<const server::ApiDesk>(std::move(desk));
}

}  // namespace qiuhao::cli
