// Scores of providers by a trained model, each with the columns that made it so; and what of the table the model has
// not met before.
#pragma once

#include <string>
#include <vector>

#include "screening/learning/provider_model.h"

namespace qiuhao::screening {

inline constexpr std::size_t kReasons = 5;

// What one column adds to, or takes from, a provider's log-odds.
struct ScoreReason {
  std::string column;
  std::string value;  // as the table has it; "" for an empty cell
  double contribution = 0;
};

struct ProviderScore {
  std::string id;
  std::size_t row = 0;  // of the table, from 1
  double probability = 0;
  double margin = 0;  // log-odds before calibration: the sum of all contributions and of what every row has
  std::vector<ScoreReason> reasons;  // the kReasons largest, without nothings
};

struct MovedColumn {
  std::string column;
  ColumnDrift drift;
};

struct ScoredTable {
  std::string file;
  std::vector<ProviderScore> scores;  // the likeliest first; equals by id, then row
  std::vector<UnseenLevel> unseen;
  std::vector<MovedColumn> moved;            // moved columns, and columns with numbers beyond the training's range
  std::vector<std::string> unknown_columns;  // of the table, that the model does not use: left out
  bool is_training_table = false;            // scores of it flatter: the model has seen its labels
};

// `id` is the column of ids; "" for the one that training had. Errors: those of read_feature_table and
// FeatureEncoder::encode.
Result<ScoredTable> score_table(const ProviderModel& model, const Path& file, const std::string& id);

}  // namespace qiuhao::screening
