// Loading, in the order in which mistakes are best told: dictionary, tape, knowledge, rules.
#include "cli/audit_sources.h"

#include <fmt/format.h>

#include <chrono>

#include "cli/run_program.h"
#include "cli/workspace_settings.h"
#include "knowledge/import.h"
#include "knowledge/publication.h"

namespace qiuhao::cli {

Seconds current_time() {
  return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

Result<Day> day_option(std::string_view option, const std::string& text, Day otherwise) {
  if (text.empty()) return otherwise;
  const auto day = parse_day(text);
  if (!day) return usage_error("bad_date", fmt::format("{}: {}", option, day.error().message));
  return *day;
}

Result<std::shared_ptr<const claims::Schema>> load_schema() {
  ASSIGN(const std::string policy, policy_folder());
  ASSIGN(claims::Schema schema, claims::Schema::load(policy + "/schema"));
  return std::make_shared<const claims::Schema>(std::move(schema));
}

Result<knowledge::Kinds> workspace_kinds(const Path& workspace) {
  const Path own = workspace / "policy/knowledge/kinds.yaml";
  std::error_code ignored;
  if (std::filesystem::exists(own, ignored)) return knowledge::read_kinds(own);
  ASSIGN(const std::string policy, policy_folder());
  return knowledge::read_kinds(Path(policy) / "knowledge/kinds.yaml");
}

namespace {

// The starter points were always known: they stand in wherever nothing was published.
Result<LoadedKnowledge> load_starter(const knowledge::Kinds& kinds, Day known_on) {
  ASSIGN(const std::string policy, policy_folder());
  const Path file = Path(policy) / "knowledge/starter.csv";
  knowledge::ImportOptions options;
  options.name = "starter";
  options.imported_at = current_time();
  ASSIGN(auto points, knowledge::read_points(kinds, {file}, options));
  LoadedKnowledge loaded;
  loaded.library = knowledge::Library::make(kinds, std::move(points), known_on);
  loaded.name = "policy/knowledge/starter.csv";
  loaded.is_starter = true;
  return loaded;
}

}  // namespace

Result<LoadedKnowledge> load_knowledge(const Path& workspace, Day known_on, bool starter_only) {
  ASSIGN(const knowledge::Kinds kinds, workspace_kinds(workspace));
  ASSIGN(const auto headers, knowledge::list_publications(workspace));
  if (headers.empty() || starter_only) return load_starter(kinds, known_on);
  LoadedKnowledge loaded;
  ASSIGN(loaded.library, knowledge::load_library(workspace, kinds, known_on));
  for (const knowledge::PublicationHeader& header : headers) {
    if (header.known_since > known_on) continue;
    loaded.name = header.name;
    ++loaded.publications;
  }
  return loaded;
}

Result<std::vector<std::string>> rule_folders(const Path& workspace) {
  ASSIGN(const std::string policy, policy_folder());
  std::vector<std::string> folders{policy + "/rules"};
  if (!workspace.empty()) folders.push_back((workspace / "policy/rules").string());
  return folders;
}

Result<rules::Parameters> load_parameters(const Path& workspace) {
  ASSIGN(const std::string policy, policy_folder());
  std::vector<std::string> folders{policy + "/parameters"};
  if (!workspace.empty()) folders.push_back((workspace / "policy/parameters").string());
  ASSIGN(rules::Parameters parameters, rules::Parameters::load(folders));
  ASSIGN(std::string region, workspace_region(workspace));
  parameters.set_own_region(std::move(region));
  return parameters;
}

Result<Sources> load_sources(const Path& workspace, const std::vector<std::string>& codes, Day known_on,
                             bool starter_only) {
  Sources sources;
  sources.known_on = known_on;
  ASSIGN(sources.schema, load_schema());
  ASSIGN(sources.tape, claims::Tape::open(workspace, *sources.schema));
  ASSIGN(sources.knowledge, load_knowledge(workspace, known_on, starter_only));
  ASSIGN(const auto folders, rule_folders(workspace));
  ASSIGN(auto rules, rules::load_rules(folders, codes, *sources.schema));
  if (rules.empty()) return input_error("no_rules", "has no rule; put rule files there", {folders[0], 0, 0, ""});
  ASSIGN(rules::Parameters parameters, load_parameters(workspace));
  ASSIGN(rules::Registers registers, rules::load_registers(sources.schema, rules, workspace));
  ASSIGN(sources.plan, rules::Plan::make(sources.schema, std::move(rules), sources.knowledge.library,
                                         std::move(parameters), std::move(registers)));
  return sources;
}

audit::RunFacts run_facts(const Sources& sources, Seconds started_at) {
  audit::RunFacts facts;
  facts.program = kVersion;
  facts.started_at = started_at;
  facts.known_on = sources.known_on;
  facts.knowledge = sources.knowledge.name;
  facts.publications = sources.knowledge.publications;
  facts.is_starter = sources.knowledge.is_starter;
  facts.points = sources.knowledge.library->points().size();
  return facts;
}

}  // namespace qiuhao::cli
