// `qiuhao knowledge backtest`: what points that are about to be published, or that were published since, change in what
// the rules find.
#include <fmt/format.h>

#include <memory>

#include "audit/report_text.h"
#include "cli/against.h"
#include "cli/backtest_parts.h"
#include "cli/backtest_run.h"
#include "cli/knowledge_text.h"
#include "cli/knowledge_versions.h"
#include "knowledge/import.h"

namespace qiuhao::cli {
namespace {

using LibraryPtr = std::shared_ptr<const knowledge::Library>;

struct Options {
  BacktestCommand run;
  std::vector<std::string> files;
  std::string effective_from;
  std::string old_library;
  std::string new_library;
};

struct Libraries {
  LibraryPtr before;
  LibraryPtr after;
  std::string told_before;
  std::string told_after;
};

std::string told(const std::string& name, const LibraryPtr& library) {
  return fmt::format("{}: {} points", name, audit::grouped(library->points().size()));
}

// Files are held against what audits use today; without a publication these are the starter points.
Result<Libraries> of_files(const Options& options, const knowledge::Kinds& kinds) {
  const Path workspace = options.run.workspace;
  knowledge::ImportOptions wanted{"", kNoDay, kNoDay, current_time()};
  ASSIGN(wanted.effective_from, day_option("--effective-from", options.effective_from, kNoDay));
  ASSIGN(const auto draft,
         knowledge::prepare_import(workspace, kinds, {options.files.begin(), options.files.end()}, wanted));
  ASSIGN(const LoadedKnowledge today, load_knowledge(workspace, day_of(current_time())));
  Libraries libraries{today.library, draft.already_published ? today.library : draft.after, "", ""};
  libraries.told_before = told_knowledge(today);
  libraries.told_after = told(fmt::format("{} files", options.files.size()), libraries.after);
  return libraries;
}

Result<Libraries> of_versions(const Options& options, const knowledge::Kinds& kinds) {
  if (options.old_library.empty() || options.new_library.empty()) {
    return usage_error("nothing_asked", Sentence{"name the files to be published, or two versions with --old and --new",
                                                 "请写要发布的文件，或用 --old 和 --new 写两个版本"});
  }
  Libraries libraries;
  ASSIGN(libraries.before, library_at(options.run.workspace, kinds, "--old", options.old_library));
  ASSIGN(libraries.after, library_at(options.run.workspace, kinds, "--new", options.new_library));
  libraries.told_before = told(options.old_library, libraries.before);
  libraries.told_after = told(options.new_library, libraries.after);
  return libraries;
}

// Tables with a point that came, went or changed.
std::vector<std::string> changed_tables(const Libraries& libraries, const knowledge::Kinds& kinds) {
  std::vector<std::string> tables;
  for (const knowledge::KindChanges& kind : knowledge::compare(*libraries.before, *libraries.after).kinds) {
    if (const auto index = kinds.find_name(kind.kind)) tables.push_back(kinds[*index].table);
  }
  return tables;
}

// A rule reads a table that its file names, as its knowledge, in a window or in listed().
bool reads(const rules::Rule& rule, const std::vector<std::string>& tables) {
  for (const std::string& table : tables) {
    if (rule.text.find(table) != std::string::npos) return true;
  }
  return false;
}

Result<int> backtest_knowledge(const Options& options) {
  ASSIGN(const BacktestSources sources, load_backtest_sources(options.run));
  ASSIGN(const knowledge::Kinds kinds, workspace_kinds(options.run.workspace));
  ASSIGN(const Libraries libraries, options.files.empty() ? of_versions(options, kinds) : of_files(options, kinds));
  const std::vector<std::string> tables = changed_tables(libraries, kinds);
  fmt::print("{}\n", text_of_changes(knowledge::compare(*libraries.before, *libraries.after)));
  // Rules are read once for each plan, which keeps its own.
  const auto rules_at_stake = [&]() -> Result<std::vector<rules::Rule>> {
    ASSIGN(RulesVersion version, library_version(options.run.workspace, "workspace", *sources.schema));
    std::erase_if(version.rules, [&](const rules::Rule& rule) { return !reads(rule, tables); });
    return std::move(version.rules);
  };
  audit::BacktestPlans plans;
  ASSIGN(std::vector<rules::Rule> before, rules_at_stake());
  ASSIGN(std::vector<rules::Rule> after, rules_at_stake());
  if (after.empty()) {
    const Sentence words{"no rule reads what changed: nothing that is found can differ",
                         "没有规则用到变动的知识点，发现不会有差异"};
    fmt::print("{}\n", words.in(options.run.language));
    return 0;
  }
  std::vector<std::string> codes;
  for (const rules::Rule& rule : after) codes.push_back(rule.code);
  if (!options.run.no_overlap) {
    ASSIGN(RulesVersion all, library_version(options.run.workspace, "workspace", *sources.schema));
    ASSIGN(plans.others, plan_of_others(sources, std::move(all.rules), codes, libraries.after));
  }
  audit::BacktestFacts facts;
  facts.before = facts.after = fmt::format("{}", fmt::join(codes, ", "));
  facts.knowledge_before = libraries.told_before;
  facts.knowledge_after = libraries.told_after;
  ASSIGN(plans.before, plan_of_rules(sources, std::move(before), libraries.before));
  ASSIGN(plans.after, plan_of_rules(sources, std::move(after), libraries.after));
  return run_and_tell(options.run, sources, plans, facts);
}

}  // namespace

void add_knowledge_backtest(Program& program, CLI::App& knowledge) {
  const auto options = std::make_shared<Options>();
  CLI::App* part = knowledge.add_subcommand("backtest", "what points would change in what the rules find");
  part->footer("Example:\n  qiuhao knowledge backtest city batch-18.jsonl --from 2025-01-01 --to 2025-12-31");
  part->add_option("WORKSPACE", options->run.workspace, "folder of the workspace")->required();
  auto* files = part->add_option("FILE", options->files, "what would be imported: national .jsonl, our .csv, a folder");
  part->add_option("--effective-from", options->effective_from, "day of effect of points that state none")
      ->needs(files);
  part->add_option("--old", options->old_library, "without FILE: a day, or the number of a publication")
      ->excludes(files);
  part->add_option("--new", options->new_library, "without FILE: a day, or the number of a publication")
      ->excludes(files);
  add_backtest_options(*part, options->run, false);
  part->callback([&program, options] {
    program.run = [&program, options] {
      options->run.language = program.language;
      return backtest_knowledge(*options);
    };
  });
}

}  // namespace qiuhao::cli
