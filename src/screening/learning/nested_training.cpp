// Fits are independent of each other, so they run side by side; each is on one thread and knows only its rows.
#include "screening/learning/nested_training.h"

#include <cmath>
#include <mutex>
#include <numeric>
#include <thread>

#include "base/check.h"
#include "screening/learning/logistic_regression.h"
#include "screening/learning/provider_folds.h"

namespace qiuhao::screening {
namespace {

constexpr std::size_t kPoints = std::size(kDepths) * std::size(kRounds);
constexpr std::int64_t kTrainingsOfFit = kInnerFolds * static_cast<std::int64_t>(std::size(kDepths)) + 1;

// What all fits share: the count of trainings.
class Steps {
 public:
  Steps(const TrainingOptions& options, std::int64_t total) : options_(options), total_(total) {}
  void next() {
    const std::lock_guard lock(mutex_);
    if (options_.progress) options_.progress(done_++, total_);
  }
  const std::atomic<bool>* stop() const { return options_.stop; }

 private:
  const TrainingOptions& options_;
  std::int64_t total_;
  std::int64_t done_ = 0;
  std::mutex mutex_;
};

struct Labelled {
  FeatureMatrix matrix;
  std::vector<std::uint8_t> labels;
};

Labelled take(const TrainingRows& rows, std::span<const std::uint32_t> which) {
  Labelled taken{rows.matrix.take(which), {}};
  for (const std::uint32_t row : which) taken.labels.push_back(rows.labels[row]);
  return taken;
}

struct Split {
  std::vector<std::uint32_t> kept, held;
};

Split split(std::span<const std::uint32_t> which, std::span<const std::uint8_t> fold, int held) {
  Split parts;
  for (std::size_t i = 0; i < which.size(); ++i) (fold[i] == held ? parts.held : parts.kept).push_back(which[i]);
  return parts;
}

// What models that had not seen a row said of it, by point of the grid and place of the row among those held.
struct InnerScores {
  std::vector<ScoredLabel> of_point[kPoints];
  double loss[kPoints] = {};
};

Status score_inner_fold(const TrainingRows& rows, const Split& parts, Steps& steps, InnerScores& scores) {
  const Labelled kept = take(rows, parts.kept);
  const Labelled held = take(rows, parts.held);
  for (std::size_t depth = 0; depth < std::size(kDepths); ++depth) {
    steps.next();
    ASSIGN(
        const BoostedTrees trees,
        BoostedTrees::train(kept.matrix, kept.labels, {kDepths[depth], kRounds[std::size(kRounds) - 1]}, steps.stop()));
    for (std::size_t rounds = 0; rounds < std::size(kRounds); ++rounds) {
      const std::size_t point = depth * std::size(kRounds) + rounds;
      ASSIGN(const std::vector<float> margins, trees.margins(held.matrix, kRounds[rounds]));
      for (std::size_t i = 0; i < margins.size(); ++i) {
        scores.of_point[point].push_back({margins[i], held.labels[i] != 0});
        scores.loss[point] += log1p_exp(margins[i]) - held.labels[i] * static_cast<double>(margins[i]);
      }
    }
  }
  return {};
}

// Fits the rows listed. `round` makes the draw of inner folds another one for each held-out fold.
Result<FittedTrees> fit(const TrainingRows& rows, std::span<const std::uint32_t> which, std::uint64_t round,
                        Steps& steps) {
  std::vector<std::uint32_t> providers;
  std::vector<std::uint8_t> labels;
  for (const std::uint32_t row : which) {
    providers.push_back(rows.providers[row]);
    labels.push_back(rows.labels[row]);
  }
  const auto fold = folds_of(providers, labels, rows.keys, kInnerFolds, round);
  InnerScores scores;
  for (int held = 0; held < kInnerFolds; ++held) TRY(score_inner_fold(rows, split(which, fold, held), steps, scores));
  std::size_t best = 0;
  for (std::size_t point = 1; point < kPoints; ++point) {
    if (scores.loss[point] < scores.loss[best]) best = point;
  }
  const BoostingOptions choice{kDepths[best / std::size(kRounds)], kRounds[best % std::size(kRounds)]};
  steps.next();
  const Labelled all = take(rows, which);
  ASSIGN(BoostedTrees trees, BoostedTrees::train(all.matrix, all.labels, choice, steps.stop()));
  return FittedTrees{std::move(trees), choice, fit_calibration(scores.of_point[best])};
}

// Trains without one fold and says what becomes of it.
Status hold_out(const TrainingRows& rows, int held, Steps& steps, NestedTraining& result) {
  std::vector<std::uint32_t> all(rows.labels.size());
  std::iota(all.begin(), all.end(), 0U);
  const Split parts = split(all, result.fold, held);
  ASSIGN(const FittedTrees fitted, fit(rows, parts.kept, static_cast<std::uint64_t>(held) + 2, steps));
  const FeatureMatrix matrix = rows.matrix.take(parts.held);
  ASSIGN(const std::vector<float> margins, fitted.trees.margins(matrix));
  const Labelled kept = take(rows, parts.kept);
  const auto baseline = LogisticRegression::train(kept.matrix, kept.labels).probabilities(matrix);
  for (std::size_t i = 0; i < parts.held.size(); ++i) {
    result.probabilities[parts.held[i]] = fitted.calibration.probability(margins[i]);
    result.baseline[parts.held[i]] = baseline[i];
  }
  result.choices[static_cast<std::size_t>(held)] = fitted.choice;
  return {};
}

Status fit_all(const TrainingRows& rows, Steps& steps, NestedTraining& result) {
  std::vector<std::uint32_t> all(rows.labels.size());
  std::iota(all.begin(), all.end(), 0U);
  ASSIGN(result.fitted, fit(rows, all, 1, steps));
  return {};
}

}  // namespace

Result<NestedTraining> train_nested(const TrainingRows& rows, const TrainingOptions& options) {
  CHECK(rows.labels.size() == rows.matrix.rows && rows.providers.size() == rows.matrix.rows);
  CHECK(options.folds >= kFewestFolds && options.folds <= kMostFolds && options.threads > 0);
  NestedTraining result;
  result.fold = folds_of(rows.providers, rows.labels, rows.keys, options.folds, 0);
  result.choices.resize(static_cast<std::size_t>(options.folds));
  result.probabilities.resize(rows.matrix.rows);
  result.baseline.resize(rows.matrix.rows);
  Steps steps(options, (options.folds + 1) * kTrainingsOfFit);

  // The fit on all rows is the longest, so it goes first. Each writes only what is its own.
  std::vector<Status> done(static_cast<std::size_t>(options.folds) + 1);
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (std::size_t task = next++; task < done.size(); task = next++) {
      done[task] = task == 0 ? fit_all(rows, steps, result) : hold_out(rows, static_cast<int>(task) - 1, steps, result);
    }
  };
  {
    std::vector<std::jthread> threads;
    for (int thread = 1; thread < options.threads; ++thread) threads.emplace_back(work);
    work();
  }
  for (Status& status : done) TRY(std::move(status));
  return result;
}

}  // namespace qiuhao::screening
