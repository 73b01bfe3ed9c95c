// `qiuhao library`: check a whole library, rules and points together.
#include <fmt/format.h>

#include <memory>

#include "cli/audit_sources.h"
#include "cli/command.h"
#include "cli/library_sources.h"
#include "cli/library_text.h"

namespace qiuhao::cli {
namespace {

constexpr std::size_t kExamplesOfUnused = 3;

struct Options {
  std::string workspace;
  std::string known_on;
  std::string klass;
  std::string format = "table";
  std::size_t most = 10;
  bool strict = false;
  Language language = Language::english;
};

void keep_class(rules::LibraryReport& report, const std::string& name) {
  std::erase_if(report.findings, [&](const rules::LibraryFinding& finding) {
    return rules::kFindingClassNames[static_cast<std::size_t>(finding.klass)] != name;
  });
}

void add_unused(const LibrarySources& sources, rules::LibraryReport& report) {
  if (sources.unused_points.empty()) return;
  std::string examples;
  for (std::size_t i = 0; i < std::min(kExamplesOfUnused, sources.unused_points.size()); ++i) {
    examples += (i == 0 ? "" : ", ") + sources.unused_points[i];
  }
  report.remarks.push_back(
      {fmt::format("{} points name only items that no line of this workspace has: {} …", sources.unused_points.size(),
                   examples),
       fmt::format("{} 个知识点的项目在本工作区的费用中都没有出现：{} …", sources.unused_points.size(), examples)});
}

Result<int> check(const Options& options) {
  ASSIGN(const Day known_on, day_option("--known-on", options.known_on, day_of(current_time())));
  ASSIGN(const LibrarySources sources, load_library_sources(options.workspace, known_on));
  rules::LibraryReport report = rules::check_library(sources.library);
  add_unused(sources, report);
  std::size_t found = 0;
  for (const rules::LibraryFinding& finding : report.findings) found += finding.is_note ? 0 : 1;
  if (!options.klass.empty()) keep_class(report, options.klass);
  if (options.format == "csv") {
    fmt::print("{}", csv_of_library(report, options.language));
  } else if (options.format == "json") {
    fmt::print("{}", json_of_library(report));
  } else {
    const rules::Plan& plan = *sources.library.plan;
    fmt::print("{}\n{}",
               options.language == Language::chinese ? fmt::format("{} 条规则，{} 个知识点（{}）", plan.rules().size(),
                                                                   plan.library().points().size(), sources.knowledge)
                                                     : fmt::format("{} rules, {} points ({})", plan.rules().size(),
                                                                   plan.library().points().size(), sources.knowledge),
               text_of_library(report, options.most, options.language));
  }
  return options.strict && found > 0 ? 1 : 0;
}

}  // namespace

void add_library(Program& program) {
  CLI::App* command = add_command(program, "library", "check rules and knowledge points against each other",
                                  "qiuhao library check WORKSPACE");
  command->require_subcommand(1);
  const auto options = std::make_shared<Options>();
  CLI::App* part = command->add_subcommand(
      "check", "contradictions, what has no effect, gaps, overlaps, loosened overrides, money asked for twice");
  part->add_option("WORKSPACE", options->workspace, "a workspace (default: the shipped library alone)");
  part->add_option("--known-on", options->known_on, "knowledge as known on this day (default: today)");
  part->add_option("--class", options->klass, "one class only, such as contradiction")
      ->check(
          CLI::IsMember(std::vector<std::string>(rules::kFindingClassNames.begin(), rules::kFindingClassNames.end())));
  part->add_option("--most", options->most, "findings of each class that the table shows (default: 10)");
  part->add_option("--format", options->format, "table, csv or json")->check(CLI::IsMember({"table", "csv", "json"}));
  part->add_flag("--strict", options->strict, "end with 1 when something is found");
  part->callback([&program, options] {
    program.run = [&program, options] {
      options->language = program.language;
      return check(*options);
    };
  });
}

}  // namespace qiuhao::cli
