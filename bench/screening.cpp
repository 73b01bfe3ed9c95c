// Training the provider model on a made table of which the best possible ranking is known: how long, how good, how well
// calibrated, and whether twice is the same.
#include <chrono>
#include <ctime>

#include "bench.h"
#include "screening/learning/model_file.h"
#include "screening/learning/test_table.h"

namespace qiuhao::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kProviders = 5'000;
constexpr std::size_t kFewProviders = 800;
constexpr std::uint64_t kSeed = 2026;

struct Trained {
  double seconds = 0;
  double cpu_seconds = 0;  // of all threads: what neighbours on the machine change little
  std::string text;
  screening::MeasureComparison measures;
};

Result<Trained> train(const Path& table, int threads) {
  screening::TrainingOptions options;
  options.threads = threads;
  const auto start = Clock::now();
  const std::clock_t cpu_start = std::clock();
  ASSIGN(const screening::TrainedModel trained, screening::train_provider_model(table, {"机构编码", "违规"}, options));
  ASSIGN(std::string text, screening::text_of_model(trained.model));
  const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
  const double cpu = static_cast<double>(std::clock() - cpu_start) / CLOCKS_PER_SEC;
  return Trained{seconds, cpu, std::move(text), trained.model.measures};
}

double value(const screening::MeasureIntervals& measures, screening::Measured which) {
  return measures[static_cast<std::size_t>(which)].value;
}

}  // namespace

Result<std::vector<Measure>> screen_train(const Setting& setting) {
  using screening::Measured;
  const screening::MadeTable made = screening::make_test_table(setting.small ? kFewProviders : kProviders, kSeed);
  TRY(make_folder(setting.data));
  const Path table = setting.data / (setting.small ? "providers-small.csv" : "providers.csv");
  TRY(write_file_atomically(table, made.csv));
  ASSIGN(const Trained two, train(table, 2));
  ASSIGN(const Trained one, train(table, 1));
  const double best = *screening::auc_of(made.truth);
  const double auc = value(two.measures.first, Measured::auc);
  const double plain = value(two.measures.second, Measured::auc);
  return std::vector<Measure>{
      {"screen-train-time", two.seconds, "s", "one thread", two.seconds / one.seconds},
      {"screen-train-cpu", two.cpu_seconds, "s", "one thread", two.cpu_seconds / one.cpu_seconds},
      {"screen-train-differences", two.text == one.text ? 0.0 : 1.0, "models", "one thread", 1},
      {"screen-train-calibration", value(two.measures.first, Measured::calibration_error), "", "", 0},
      {"screen-train-auc", auc, "", "above a half, of the formula that drew the labels", (auc - 0.5) / (best - 0.5)},
      {"screen-train-best-auc", best, "", "", 0},
      {"screen-train-above-logistic", auc - plain, "", "logistic regression", auc / plain}};
}

}  // namespace qiuhao::bench
