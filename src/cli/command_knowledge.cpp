// `qiuhao knowledge`: import, list, show, compare and backtest knowledge points. An import shows what it would do
// before it does.
#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <memory>

#include "cli/audit_sources.h"
#include "cli/backtest_parts.h"
#include "cli/command.h"
#include "cli/knowledge_text.h"
#include "cli/knowledge_versions.h"
#include "cli/publish_check.h"
#include "knowledge/import.h"
#include "knowledge/publication.h"

namespace qiuhao::cli {
namespace {

using knowledge::Point;

// What the command line said; one command reads only its own part.
struct Options {
  std::string workspace;
  std::vector<std::string> files;
  std::string name;
  std::string effective_from;
  std::string known_since;
  std::string reason;
  bool publish = false;
  bool dry_run = false;
  std::string kind;
  std::string in_force_on;
  std::string known_on;
  bool unread = false;
  std::string format = "table";
  std::string wanted;  // a point or an item
  std::string from;
  std::string to;
  Language language = Language::english;
};

Status check_workspace(const Path& workspace) {
  std::error_code ignored;
  if (std::filesystem::is_directory(workspace, ignored)) return {};
  return usage_error("no_workspace",
                     fmt::format("{} is no folder; name a workspace or make the folder first", workspace.string()));
}

// Whether to publish: --publish says so, or a person at a terminal does.
bool is_confirmed(const Options& options) {
  if (options.publish) return true;
  if (::isatty(STDIN_FILENO) == 0 || ::isatty(STDOUT_FILENO) == 0) return false;
  fmt::print("publish? [y/N] ");
  std::fflush(stdout);
  char answer[8] = {};
  return std::fgets(answer, sizeof answer, stdin) != nullptr && (answer[0] == 'y' || answer[0] == 'Y');
}

Result<int> run_import(const Options& options) {
  const Path workspace = options.workspace;
  TRY(check_workspace(workspace));
  ASSIGN(const knowledge::Kinds kinds, workspace_kinds(workspace));
  knowledge::ImportOptions wanted{options.name, kNoDay, kNoDay, current_time(), options.reason};
  ASSIGN(wanted.effective_from, day_option("--effective-from", options.effective_from, kNoDay));
  ASSIGN(wanted.known_since, day_option("--known-since", options.known_since, kNoDay));
  ASSIGN(const auto draft,
         knowledge::prepare_import(workspace, kinds, {options.files.begin(), options.files.end()}, wanted));
  if (draft.already_published) {
    fmt::print("already published as number {} '{}' on {}: nothing is changed\n", draft.already_published->number,
               draft.already_published->name, format_time(draft.already_published->imported_at));
    return 0;
  }
  fmt::print("{}", text_of_draft(draft));
  if (draft.publication.points.empty()) {
    fmt::print("\nevery point is there already as it is: nothing is published\n");
    return 0;
  }
  ASSIGN(const auto contradictions, opened_contradictions(workspace, draft));
  fmt::print("{}", text_of_contradictions(contradictions, options.language));
  if (options.dry_run) {
    fmt::print("\ndry run: nothing is changed\n");
    return 0;
  }
  if (!contradictions.empty() && options.reason.empty()) {
    return input_error(
        "open_contradiction",
        Sentence{fmt::format("the publication opens {} contradictions; mend the points, or say with "
                             "--reason \"…\" why it is published all the same",
                             contradictions.size()),
                 fmt::format("本次发布带来 {} 处矛盾；请修改知识点，或用 --reason \"…\" 写明仍要发布的理由",
                             contradictions.size())});
  }
  if (!is_confirmed(options)) {
    fmt::print("\nnot published, nothing is changed; add --publish to publish\n");
    return 1;
  }
  ASSIGN(const auto header, knowledge::publish(workspace, draft));
  fmt::print("\npublished as number {}: {} points\n", header.number, header.point_count);
  return 0;
}

Result<int> run_list(const Options& options) {
  const Path workspace = options.workspace;
  TRY(check_workspace(workspace));
  ASSIGN(const knowledge::Kinds kinds, workspace_kinds(workspace));
  ASSIGN(const Day known_on, day_option("--known-on", options.known_on, day_of(current_time())));
  ASSIGN(const Day in_force_on, day_option("--in-force-on", options.in_force_on, kNoDay));
  auto kind = kinds.find_table(options.kind);
  if (!kind) kind = kinds.find_name(options.kind);
  if (!options.kind.empty() && !kind) {
    std::string names;
    for (const auto& known : kinds.all()) names += (names.empty() ? "" : ", ") + known.table;
    return usage_error("unknown_kind", fmt::format("unknown kind '{}'; write one of {}", options.kind, names));
  }
  ASSIGN(const auto library, knowledge::load_library(workspace, kinds, known_on));
  std::vector<const Point*> points;
  for (const Point& point : library->points()) {
    const bool is_left_out = (kind && point.kind != kinds[*kind].name) || (options.unread && point.is_read) ||
                             (in_force_on != kNoDay && !point.in_force(in_force_on));
    if (!is_left_out) points.push_back(&point);
  }
  if (options.format == "csv") {
    fmt::print("{}", csv_of_rows(points));
  } else if (kind || options.unread) {
    fmt::print("{}{} points\n", text_of_rows(points), points.size());
  } else {
    fmt::print("{}", text_of_kinds(*library, points, in_force_on == kNoDay ? known_on : in_force_on));
    ASSIGN(const auto headers, knowledge::list_publications(workspace));
    fmt::print("{}", text_of_reasons(headers, "", format_day(known_on)));
  }
  return 0;
}

Result<int> run_show(const Options& options) {
  const Path workspace = options.workspace;
  TRY(check_workspace(workspace));
  ASSIGN(const knowledge::Kinds kinds, workspace_kinds(workspace));
  ASSIGN(const Day known_on, day_option("--known-on", options.known_on, day_of(current_time())));
  ASSIGN(const auto library, knowledge::load_library(workspace, kinds, known_on));
  if (const Point* point = library->find_point(options.wanted); point != nullptr) {
    ASSIGN(const auto versions, knowledge::history_of(workspace, kinds, point->id));
    fmt::print("{}", text_of_point(*point, versions));
    return 0;
  }
  std::vector<const Point*> points;
  for (std::size_t i = 0; i < kinds.all().size(); ++i) {
    for (const auto index : library->by_code(options.wanted, static_cast<knowledge::KindIndex>(i))) {
      points.push_back(&(*library)[index]);
    }
  }
  if (points.empty()) {
    return usage_error(
        "no_such_point",
        fmt::format("no point has the id '{}', and none names such an item; `qiuhao knowledge list` shows "
                    "what there is",
                    options.wanted));
  }
  fmt::print("{}", text_of_rows(points));
  return 0;
}

Result<int> run_diff(const Options& options) {
  const Path workspace = options.workspace;
  TRY(check_workspace(workspace));
  ASSIGN(const knowledge::Kinds kinds, workspace_kinds(workspace));
  ASSIGN(const auto before, library_at(workspace, kinds, "--from", options.from));
  ASSIGN(const auto after, library_at(workspace, kinds, "--to", options.to));
  fmt::print("{}", text_of_changes(knowledge::compare(*before, *after)));
  ASSIGN(const auto headers, knowledge::list_publications(workspace));
  fmt::print("{}", text_of_reasons(headers, options.from, options.to));
  return 0;
}

}  // namespace

void add_knowledge(Program& program) {
  CLI::App* command =
      add_command(program, "knowledge", "import, list, show, compare and backtest knowledge points (知识点)",
                  "qiuhao knowledge import city knowledge_points.jsonl --publish");
  command->require_subcommand(1);
  const auto options = std::make_shared<Options>();

  CLI::App* part = add_workspace_part(program, command, "import", "show what files would change, then publish them",
                                      options, run_import);
  part->add_option("FILE", options->files, "national .jsonl, our .csv, or a folder of published tables")->required();
  part->add_option("--effective-from", options->effective_from, "day of effect of points that state none");
  part->add_option("--known-since", options->known_since, "day since which this was known (default: today)");
  part->add_option("--name", options->name, "name of the publication (default: the files' names)");
  part->add_option("--reason", options->reason, "why it is published although it opens a contradiction");
  auto* publish = part->add_flag("--publish", options->publish, "publish without asking");
  part->add_flag("--dry-run", options->dry_run, "only show")->excludes(publish);

  CLI::App* list =
      add_workspace_part(program, command, "list", "counts by kind, or the rows of one", options, run_list);
  list->add_option("--kind", options->kind, "table (drug_sex) or name (药品区分性别使用)");
  list->add_option("--in-force-on", options->in_force_on, "only points in force on this day");
  list->add_option("--known-on", options->known_on, "as it was known on this day (default: today)");
  list->add_flag("--unread", options->unread, "only points whose text people must judge");
  list->add_option("--format", options->format, "table or csv")->check(CLI::IsMember({"table", "csv"}));

  CLI::App* show = add_workspace_part(program, command, "show", "one point with its history, or the points of an item",
                                      options, run_show);
  show->add_option("POINT_OR_ITEM", options->wanted, "id of a point, or an item code")->required();
  show->add_option("--known-on", options->known_on, "as it was known on this day (default: today)");

  CLI::App* diff =
      add_workspace_part(program, command, "diff", "what came, went and changed between two days", options, run_diff);
  diff->add_option("--from", options->from, "a day, or the number of a publication")->required();
  diff->add_option("--to", options->to, "a day, or the number of a publication")->required();
  add_knowledge_backtest(program, *command);
}

}  // namespace qiuhao::cli
