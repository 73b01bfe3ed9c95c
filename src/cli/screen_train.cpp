// `qiuhao screen train`: a model from a labelled table.
#include <fmt/format.h>

#include <memory>
#include <thread>

#include "cli/progress.h"
#include "cli/screen_output.h"
#include "cli/screen_parts.h"
#include "cli/screen_train_text.h"
#include "cli/stop_on_signal.h"
#include "screening/learning/model_file.h"
#include "screening/learning/provider_folds.h"

namespace qiuhao::cli {
namespace {

constexpr int kMaxThreads = 64;

struct Options {
  std::string file;
  screening::TrainWords words;
  std::string out;
  std::string held_out;
  int folds = 5;
  std::uint64_t seed = 1;
  int threads = 0;
};

// providers.csv → providers.model.json beside it.
Path model_path(const Options& options) {
  if (!options.out.empty()) return options.out;
  return Path(options.file).replace_extension(".model.json");
}

Result<int> run_train(const Options& options, Language language) {
  TRY(check_out(options.out, options.file, "--out"));
  TRY(check_out(options.held_out, options.file, "--held-out"));
  const StopOnSignal stop;
  Progress progress;
  screening::TrainingOptions training;
  training.folds = options.folds;
  training.seed = options.seed;
  const int machine = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  training.threads = options.threads > 0 ? options.threads : std::min(machine, kMaxThreads);
  training.stop = &stop.flag();
  training.progress = [&](std::int64_t done, std::int64_t total) { progress.show("training", done, total, "models"); };
  const auto trained = screening::train_provider_model(options.file, options.words, training);
  progress.finish();
  if (!trained) return fail(trained.error());
  const Path path = model_path(options);
  ASSIGN(const std::string text, screening::text_of_model(trained->model));
  TRY(write_file_atomically(path, text));
  if (!options.held_out.empty()) TRY(write_file_atomically(options.held_out, csv_of_held_out(trained->held_out)));
  fmt::print("{}", text_of_training(trained->model, language));
  fmt::print("{}{}\n", language == Language::chinese ? "\n模型：" : "\nmodel: ", path.string());
  return 0;
}

}  // namespace

void add_screen_train(Program& program, CLI::App& parent) {
  CLI::App* part = parent.add_subcommand("train", "train a model from a table with labels, and say how good it is");
  part->footer("Example:\n  qiuhao screen train providers.csv --id 机构编码 --label 违规 --held-out checked.csv");
  const auto options = std::make_shared<Options>();
  part->add_option("FEATURES", options->file, "table of providers: CSV (UTF-8 or GBK) or Parquet")->required();
  part->add_option("--label", options->words.label,
                   "column of labels: 1/0, 是/否, yes/no, true/false, empty if unknown")
      ->required();
  part->add_option("--id", options->words.id, "column of the provider's id; rows of one id stay together")->required();
  part->add_option("--ignore", options->words.ignored, "columns to leave out")->delimiter(',')->allow_extra_args(false);
  part->add_option("--categorical", options->words.categorical, "columns of numbers that are codes, not amounts")
      ->delimiter(',')
      ->allow_extra_args(false);
  part->add_option("--out", options->out, "file of the model (default: FEATURES with the ending .model.json)");
  part->add_option("--held-out", options->held_out,
                   "a CSV of each provider's probability by a model that had not seen it");
  part->add_option("--folds", options->folds, "folds of the cross-validation (default: 5)")
      ->check(CLI::Range(screening::kFewestFolds, screening::kMostFolds));
  part->add_option("--seed", options->seed, "of the folds and resamples (default: 1); the same seed, the same model");
  part->add_option("--threads", options->threads, "threads (default: as many as the machine has)")
      ->check(CLI::Range(1, kMaxThreads));
  part->callback(
      [&program, options] { program.run = [&program, options] { return run_train(*options, program.language); }; });
}

}  // namespace qiuhao::cli
