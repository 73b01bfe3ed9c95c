// `qiuhao screen score` and `qiuhao screen outliers`: providers in the order in which they are worth a look.
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <thread>

#include "cli/screen_output.h"
#include "cli/screen_parts.h"
#include "cli/screen_score_text.h"
#include "screening/learning/model_file.h"

namespace qiuhao::cli {
namespace {

constexpr std::size_t kTop = 20;
constexpr int kMaxThreads = 64;

struct Options {
  std::string model;
  std::string file;
  screening::OutlierWords words;  // of score, the id alone
  std::string format = "table";
  std::string out;
  std::size_t top = kTop;
};

Result<int> run_score(const Options& options, Language language) {
  TRY(check_out(options.out, options.file, "--out"));
  TRY(check_out(options.out, options.model, "--out"));
  ASSIGN(screening::ProviderModel model, screening::read_model(options.model));
  TRY(model.trees->set_threads(
      std::min(kMaxThreads, static_cast<int>(std::max(1U, std::thread::hardware_concurrency())))));
  ASSIGN(const screening::ScoredTable scored, screening::score_table(model, options.file, options.words.id));
  TRY(write_screen_output(options.format == "csv"    ? csv_of_scores(scored)
                          : options.format == "json" ? json_of_scores(scored)
                                                     : table_of_scores(scored, options.top, language),
                          options.out));
  std::fflush(stdout);
  fmt::print(stderr, "{}", notices_of_scores(scored, language));
  return 0;
}

Result<int> run_outliers(const Options& options, Language language) {
  TRY(check_out(options.out, options.file, "--out"));
  ASSIGN(const screening::OutlierTable found, screening::find_provider_outliers(options.file, options.words));
  TRY(write_screen_output(options.format == "csv"    ? csv_of_outliers(found)
                          : options.format == "json" ? json_of_outliers(found)
                                                     : table_of_outliers(found, options.top, language),
                          options.out));
  return 0;
}

void add_output(CLI::App& part, Options& options) {
  part.add_option("--format", options.format, "table (the default), csv or json")
      ->check(CLI::IsMember({"table", "csv", "json"}));
  part.add_option("--out", options.out, "a file for the list (default: standard output)");
  part.add_option("--top", options.top, "rows that the table shows (default: 20)")->check(CLI::PositiveNumber);
}

}  // namespace

void add_screen_score(Program& program, CLI::App& parent) {
  CLI::App* part = parent.add_subcommand("score", "score a table by a model: the likeliest first, and why");
  part->footer("Example:\n  qiuhao screen score providers.model.json providers-2026.csv");
  const auto options = std::make_shared<Options>();
  part->add_option("MODEL", options->model, "file that qiuhao screen train wrote")->required();
  part->add_option("FEATURES", options->file, "table with the columns of the training; labels are not looked at")
      ->required();
  part->add_option("--id", options->words.id, "column of the provider's id (default: as in training)");
  add_output(*part, *options);
  part->callback(
      [&program, options] { program.run = [&program, options] { return run_score(*options, program.language); }; });
}

void add_screen_outliers(Program& program, CLI::App& parent) {
  CLI::App* part = parent.add_subcommand("outliers", "providers unlike the others, where there are no labels");
  part->footer("Example:\n  qiuhao screen outliers providers.csv --id 机构编码 --ignore 违规");
  const auto options = std::make_shared<Options>();
  part->add_option("FEATURES", options->file, "table of providers: CSV (UTF-8 or GBK) or Parquet")->required();
  part->add_option("--id", options->words.id, "column of the provider's id")->required();
  part->add_option("--ignore", options->words.ignored, "columns to leave out")->delimiter(',')->allow_extra_args(false);
  part->add_option("--within", options->words.within,
                   "column of levels: providers are compared with those of the same");
  part->add_option("--seed", options->words.seed, "of the forest's draws (default: 1); the same seed, the same list");
  add_output(*part, *options);
  part->callback(
      [&program, options] { program.run = [&program, options] { return run_outliers(*options, program.language); }; });
}

}  // namespace qiuhao::cli
