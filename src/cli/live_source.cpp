// The state of a source is the list of its files: names, sizes, times.
#include "cli/live_source.h"

#include <fmt/format.h>

#include <chrono>

#include "cli/audit_sources.h"
#include "cli/command.h"
#include "knowledge/import.h"
#include "knowledge/publication.h"

namespace qiuhao::cli {
namespace {

Day today() { return day_of(current_time()); }

// Names, sizes and times of all files below a folder; "" when it is not there.
void append_listing(const Path& folder, std::string& out) {
  std::error_code ignored;
  std::vector<std::string> lines;
  for (auto at = std::filesystem::recursive_directory_iterator(folder, ignored);
       !ignored && at != std::filesystem::recursive_directory_iterator(); at.increment(ignored)) {
    if (!at->is_regular_file(ignored)) continue;
    const auto changed = at->last_write_time(ignored).time_since_epoch().count();
    lines.push_back(fmt::format("{} {} {}\n", at->path().string(), at->file_size(ignored), changed));
  }
  std::ranges::sort(lines);
  for (const std::string& line : lines) out += line;
}

std::string state_of(const Path& workspace, const std::string& candidate) {
  std::string state = library_state(workspace);
  append_listing(workspace / "registers", state);
  if (!candidate.empty()) append_listing(candidate, state);
  const auto manifest = claims::read_manifest(workspace);
  state += manifest ? fmt::format("tape {}\n", manifest->generation) : manifest.error().text();
  return state;
}

Result<std::unique_ptr<live::Edition>> load(const Path& workspace, const std::string& candidate) {
  auto edition = std::make_unique<live::Edition>();
  std::error_code unknown;
  const auto written = std::filesystem::last_write_time(workspace / "tape/manifest.json", unknown);
  if (!unknown)
    edition->tape_written =
        std::chrono::time_point_cast<std::chrono::system_clock::duration>(std::chrono::file_clock::to_sys(written));
  if (candidate.empty()) {
    ASSIGN(Sources sources, load_sources(workspace, {}, today()));
    edition->schema = std::move(sources.schema);
    edition->tape = std::move(sources.tape);
    edition->plan = std::move(sources.plan);
    return edition;
  }
  ASSIGN(edition->schema, load_schema());
  ASSIGN(edition->tape, claims::Tape::open(workspace, *edition->schema));
  ASSIGN(const LoadedKnowledge knowledge, load_knowledge(workspace, today()));
  ASSIGN(auto folders, rule_folders(workspace));
  folders.push_back(candidate);
  ASSIGN(auto rules, rules::load_rules(folders, {}, *edition->schema));
  ASSIGN(rules::Parameters parameters, load_parameters(workspace));
  ASSIGN(rules::Registers registers, rules::load_registers(edition->schema, rules, workspace));
  ASSIGN(edition->plan, rules::Plan::make(edition->schema, std::move(rules), knowledge.library, std::move(parameters),
                                          std::move(registers)));
  return edition;
}

}  // namespace

std::string library_state(const Path& workspace) {
  std::string state = fmt::format("day {}\n", today());
  const auto policy = policy_folder();
  if (policy) {
    for (const char* folder : {"rules", "parameters", "knowledge"}) append_listing(Path(*policy) / folder, state);
  }
  for (const char* folder : {"policy/rules", "policy/parameters", "policy/knowledge", "knowledge"})
    append_listing(workspace / folder, state);
  return state;
}

live::EditionSource live_source(const Path& workspace, const std::string& candidate) {
  return {[=] { return load(workspace, candidate); }, [=] { return state_of(workspace, candidate); }};
}

Result<std::vector<std::string>> interface_folders(const Path& workspace) {
  ASSIGN(const std::string policy, policy_folder());
  return std::vector<std::string>{policy + "/interface", (workspace / "policy/interface").string()};
}

}  // namespace qiuhao::cli
