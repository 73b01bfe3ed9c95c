// `qiuhao screen features`: a table of providers for models and outliers.
#include <fmt/format.h>

#include <memory>

#include "cli/audit_sources.h"
#include "cli/screen_parts.h"
#include "cli/sql_output.h"
#include "cli/view_engine.h"
#include "cli/watch.h"
#include "screening/features/provider_features.h"

namespace qiuhao::cli {
namespace {

constexpr int kMaxSeconds = 86'400;

struct Options {
  std::string workspace;
  std::string from;
  std::string to;
  std::string format = "csv";
  std::string out;
  std::string memory = "2GB";
};

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
  ASSIGN(tables::Engine engine, engine_over(tape, *schema, Language::english, {options.memory, spill.path(), 0}));
  const Watch watch(engine, std::chrono::seconds(kMaxSeconds));
  ASSIGN(tables::Answer answer, engine.read(screening::provider_features_sql(from, to)));
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
  command->add_option("--format", options->format, "csv or parquet (default: csv)")
      ->check(CLI::IsMember({"csv", "parquet"}));
  command->add_option("--out", options->out, "a file for the table (default: standard output)");
  command->add_option("--memory", options->memory, "memory, as in 2GB (the default)");
  command->callback([&program, options] { program.run = [options] { return run(*options); }; });
}

}  // namespace qiuhao::cli
