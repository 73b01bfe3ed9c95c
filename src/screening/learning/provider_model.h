// A trained model of providers with all that it takes to use it and to judge it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "screening/learning/boosted_trees.h"
#include "screening/learning/calibration.h"
#include "screening/learning/column_spread.h"
#include "screening/learning/column_uses.h"
#include "screening/learning/nested_training.h"
#include "screening/learning/ranking_measures.h"

namespace qiuhao::screening {

struct ModelFacts {
  std::string file;  // its name alone
  Hash128 hash;      // of the table it was trained on
  std::string id;    // names of columns
  std::string label;
  std::size_t rows = 0;  // with a label
  std::size_t unlabelled = 0;
  std::size_t providers = 0;
  std::size_t positives = 0;  // rows
  std::uint64_t seed = 0;
  int folds = 0;
};

struct ProviderModel {
  ModelFacts facts;
  std::vector<ColumnUse> uses;  // all columns, dropped ones too, in the table's order
  std::vector<ColumnLeak> leaks;
  std::vector<ColumnSpread> spreads;  // of used columns, in order
  std::vector<double> importance;     // of used columns: mean absolute contribution over the training rows
  BoostingOptions choice;
  std::vector<BoostingOptions> fold_choices;
  Calibration calibration;
  MeasureComparison measures;  // of rows held out: first the model, second logistic regression
  std::optional<BoostedTrees> trees;
};

// What cross-validation said of a row, by the model that had not seen its provider.
struct HeldOutRow {
  std::string id;
  bool positive = false;
  int fold = 0;
  double probability = 0;
};

struct TrainedModel {
  ProviderModel model;
  std::vector<HeldOutRow> held_out;  // in the table's order
};

struct TrainWords {
  std::string id;
  std::string label;
  std::vector<std::string> ignored{};
  std::vector<std::string> categorical{};
};

inline constexpr std::size_t kFewPositives = 50;  // below, intervals are wide: said

// Errors: those of read_feature_table and uses_of_columns; one_class (all labels alike), too_few_of_class (providers of
// a class than folds need), learner_failed, interrupted.
Result<TrainedModel> train_provider_model(const Path& file, const TrainWords& words, const TrainingOptions& options);

// Sums over the columns that each used column became: rows × uses; `bias`, which every row has, apart.
struct UseContributions {
  std::vector<double> values;
  std::vector<double> bias;  // by row
};
UseContributions contributions_of_uses(const FeatureEncoder& encoder, std::span<const float> contributions,
                                       std::size_t rows);

}  // namespace qiuhao::screening
