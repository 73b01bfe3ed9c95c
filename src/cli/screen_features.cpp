// `qiuhao screen features`: a table of providers for models and outliers.
#include <fmt/format.h>

#include <memory>

#include "audit/record.h"
#include "cli/audit_sources.h"
#include "cli/found_findings.h"
#include "cli/screen_parts.h"
#include "cli/sql_output.h"
#include "cli/view_engine.h"
#include "cli/watch.h"
#include "screening/features/provider_features.h"

namespace qiuhao::cli {
namespace {

constexpr int kMaxSeconds = 86'400;
constexpr const char* kLatest = "latest";

struct Options {
  std::string workspace;
  std::string from;
  std::string to;
  std::string findings;  // a run, kLatest, or "" for none
  std::string format = "csv";
  std::string out;
  std::string memory = "2GB";
};

struct FoundInRun {
  std::vector<std::string> rules;
  std::string table;  // statement that makes it
};

Result<FoundInRun> found_in_run(const Options& options) {
  FoundInRun found;
  if (options.findings.empty()) return found;
  ASSIGN(const audit::RunReference run,
         audit::read_run(options.workspace, options.findings == kLatest ? std::string() : options.findings));
  ASSIGN(const Path file, findings_file(run.folder));
  for (const auto& [code, hash] : run.rules) found.rules.push_back(code);
  found.table = screening::findings_table_sql(file);
  return found;
}

Result<int> run(const Options& options) {
  ASSIGN(const Day from, day_option("--from", options.from, kNoDay));
  ASSIGN(const Day to, day_option("--to", options.to, kNoDay));
  SqlOutput output;
  output.out = options.out;
  output.format = options.format == "parquet" ? SqlFormat::parquet : SqlFormat::csv;
  if (output.format == SqlFormat::parquet && options.out.empty()) {
    return usage_error("no_out",
                       Sentence{"--format parquet: name the file with --out", "--format parquet：请用 --out 写明文件"});
  }
  ASSIGN(const auto schema, load_schema());
  ASSIGN(const claims::Tape tape, claims::Tape::open(options.workspace, *schema));
  const SpillFolder spill(options.workspace);
  ASSIGN(const FoundInRun found, found_in_run(options));
  ASSIGN(tables::Engine engine,
         engine_over(tape, *schema, Language::english, {options.memory, spill.path(), 0, found.table}));
  const Watch watch(engine, std::chrono::seconds(kMaxSeconds));
  ASSIGN(tables::Answer answer, engine.read(screening::provider_features_sql(from, to, found.rules)));
  TRY(write_answer(std::move(answer), output));
  if (!options.out.empty()) {
    fmt::print("文件 file: {}\n下一步 next:\n  qiuhao screen outliers {} --id provider\n", options.out, options.out);
  }
  return 0;
}

}  // namespace

void add_screen_features(Program& program, CLI::App& parent) {
  CLI::App* command = parent.add_subcommand(
      "features", "a table of providers: how much they see, of whom, when and at what cost (机构特征)");
  command->footer("Example:\n  qiuhao screen features city --out providers.csv");
  const auto options = std::make_shared<Options>();
  command->add_option("WORKSPACE", options->workspace, "folder of the workspace")->required();
  command->add_option("--from", options->from, "first day of visits and lines");
  command->add_option("--to", options->to, "last day of visits and lines, included");
  command->add_option(
      "--findings", options->findings,
      "add how many findings, and of how much money, by rule: of a run by its number or folder, or latest");
  command->add_option("--format", options->format, "csv or parquet (default: csv)")
      ->check(CLI::IsMember({"csv", "parquet"}));
  command->add_option("--out", options->out, "a file for the table (default: standard output)");
  command->add_option("--memory", options->memory, "memory, as in 2GB (the default)");
  command->callback([&program, options] { program.run = [options] { return run(*options); }; });
}

}  // namespace qiuhao::cli
