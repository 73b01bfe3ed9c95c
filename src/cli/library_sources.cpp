// Loading for the library check. Publications of our own CSV are the bureau's; those of the national forms are not.
#include "cli/library_sources.h"

#include <algorithm>
#include <sstream>
#include <unordered_map>
#include <unordered_set>

#include "cli/audit_sources.h"
#include "knowledge/publication.h"

namespace qiuhao::cli {
namespace {

bool is_own(const knowledge::PublicationHeader& header) {
  std::istringstream names(header.source_file);
  std::string name;
  bool has_any = false;
  while (names >> name) {
    if (!name.ends_with(".csv")) return false;
    has_any = true;
  }
  return has_any;
}

// The national points as last stated, and the ids that own publications state.
struct Stated {
  std::vector<knowledge::Point> national;
  std::vector<std::string> own;
};

Result<Stated> read_stated(const Path& workspace, Day known_on) {
  Stated stated;
  ASSIGN(const auto headers, knowledge::list_publications(workspace));
  std::unordered_map<std::string, std::size_t> position_of;
  std::unordered_set<std::string> own;
  for (const knowledge::PublicationHeader& header : headers) {
    if (header.known_since > known_on) continue;
    const bool is_bureau = is_own(header);
    TRY(knowledge::read_publication(workspace, header, [&](knowledge::Point point) {
      if (is_bureau) {
        own.insert(point.id);
        return;
      }
      own.erase(point.id);
      const auto [found, is_new] = position_of.try_emplace(point.id, stated.national.size());
      if (is_new) {
        stated.national.push_back(std::move(point));
      } else {
        stated.national[found->second] = std::move(point);
      }
    }));
  }
  stated.own.assign(own.begin(), own.end());
  std::ranges::sort(stated.own);
  return stated;
}

Status add_replaced_rules(const Path& workspace, LibrarySources& sources) {
  if (workspace.empty()) return {};
  ASSIGN(const auto folders, rule_folders(workspace));
  const claims::Schema& schema = sources.library.plan->schema();
  ASSIGN(const auto own, rules::load_rules({folders.back()}, {}, schema));
  if (own.empty()) return {};
  ASSIGN(auto shipped, rules::load_rules({folders.front()}, {}, schema));
  for (rules::Rule& rule : shipped) {
    if (std::ranges::find(own, rule.code, &rules::Rule::code) != own.end()) {
      sources.library.replaced.push_back(std::move(rule));
    }
  }
  return {};
}

Status add_unused_points(const Path& workspace, LibrarySources& sources) {
  std::error_code ignored;
  if (workspace.empty() || !std::filesystem::exists(workspace / "tape", ignored)) return {};
  const claims::Schema& schema = sources.library.plan->schema();
  ASSIGN(const claims::Tape tape, claims::Tape::open(workspace, schema));
  sources.has_tape = true;
  std::unordered_set<std::string> items;
  const claims::FieldIndex field = schema.of(claims::Entity::line).find("item");
  for (const claims::Part& part : tape.parts()) {
    const Column* column = part.column(claims::Entity::line, field);
    if (column == nullptr) continue;
    for (std::uint32_t code = 0; code < column->dictionary_size; ++code) items.emplace(column->entry(code));
  }
  for (const knowledge::Point& point : sources.library.plan->library().points()) {
    const bool is_used =
        std::ranges::any_of(point.items, [&](std::string_view item) { return items.contains(std::string(item)); });
    if (!is_used && !point.items.empty()) sources.unused_points.push_back(point.id);
  }
  return {};
}

}  // namespace

Result<std::shared_ptr<const rules::Plan>> plan_over(const Path& workspace,
                                                     std::shared_ptr<const knowledge::Library> library) {
  ASSIGN(const auto schema, load_schema());
  ASSIGN(const auto folders, rule_folders(workspace));
  ASSIGN(auto rules, rules::load_rules(folders, {}, *schema));
  ASSIGN(rules::Parameters parameters, load_parameters(workspace));
  return rules::Plan::make(schema, std::move(rules), std::move(library), std::move(parameters));
}

Result<LibrarySources> load_library_sources(const Path& workspace, Day known_on) {
  LibrarySources sources;
  ASSIGN(const LoadedKnowledge loaded, load_knowledge(workspace, known_on, workspace.empty()));
  sources.knowledge = loaded.name;
  ASSIGN(sources.library.plan, plan_over(workspace, loaded.library));
  TRY(add_replaced_rules(workspace, sources));
  TRY(add_unused_points(workspace, sources));
  if (loaded.is_starter) return sources;
  ASSIGN(Stated stated, read_stated(workspace, known_on));
  if (stated.own.empty() || stated.national.empty()) return sources;
  sources.library.own_points = std::move(stated.own);
  ASSIGN(sources.library.national,
         plan_over(workspace, knowledge::Library::make(loaded.library->kinds(), std::move(stated.national), known_on)));
  return sources;
}

}  // namespace qiuhao::cli
