// Training, and how good it is on providers it has not seen: the whole of it, choice of parameters and calibration
// included, is done anew for each fold that is held out (nested cross-validation).
#pragma once

#include <atomic>
#include <functional>
#include <optional>

#include "screening/learning/boosted_trees.h"
#include "screening/learning/calibration.h"
#include "screening/learning/feature_matrix.h"

namespace qiuhao::screening {

// Rows with a label.
struct TrainingRows {
  FeatureMatrix matrix;
  std::vector<std::uint8_t> labels;
  std::vector<std::uint32_t> providers;  // by row, 0 up to, without, keys.size()
  std::vector<std::uint64_t> keys;       // provider_key of each
};

// The grid: each depth with each number of trees, which costs one training a depth.
inline constexpr int kDepths[] = {1, 2, 3, 4};
inline constexpr int kRounds[] = {25, 50, 100, 200};

struct TrainingOptions {
  int folds = 5;
  std::uint64_t seed = 1;
  int threads = 2;  // changes nothing but the time
  const std::atomic<bool>* stop = nullptr;
  std::function<void(std::int64_t done, std::int64_t total)>
      progress{};  // models trained; from any thread, one at a time
};

struct FittedTrees {
  BoostedTrees trees;
  BoostingOptions choice;
  Calibration calibration;
};

struct NestedTraining {
  std::optional<FittedTrees> fitted;     // on all rows
  std::vector<std::uint8_t> fold;        // by row
  std::vector<BoostingOptions> choices;  // by fold
  std::vector<double> probabilities;     // by row, of the model that did not see its provider
  std::vector<double> baseline;          // the same by logistic regression
};

// One fit: on inner folds each point of the grid is tried, the one with the least log-loss is taken (the simplest of
// equals); what its models said of rows they had not seen calibrates the model of all rows.
// Errors: learner_failed, interrupted.
Result<NestedTraining> train_nested(const TrainingRows& rows, const TrainingOptions& options);

}  // namespace qiuhao::screening
