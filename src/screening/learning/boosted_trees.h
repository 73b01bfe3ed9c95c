// Gradient-boosted trees for two classes, by XGBoost (T. Chen, C. Guestrin, XGBoost: a scalable tree boosting system,
// KDD 2016) through its C API, on one thread each, so that the same data gives the same bytes.
#pragma once

#include <atomic>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "screening/learning/feature_matrix.h"

namespace qiuhao::screening {

struct BoostingOptions {
  int depth = 3;
  int rounds = 100;
};

class BoostedTrees {
 public:
  // Labels are 0 or 1, both present. `stop` is looked at before each tree. Errors: learner_failed (XGBoost's sentence),
  // interrupted.
  static Result<BoostedTrees> train(const FeatureMatrix& matrix, std::span<const std::uint8_t> labels,
                                    const BoostingOptions& options, const std::atomic<bool>* stop = nullptr);
  // What json() gave; checked before XGBoost, which trusts it, sees it. Errors: bad_model.
  static Result<BoostedTrees> load(const std::string& json, std::size_t columns, const std::string& file);

  BoostedTrees(BoostedTrees&&) noexcept;
  BoostedTrees& operator=(BoostedTrees&&) noexcept;
  ~BoostedTrees();

  // Of margins and contributions, which are of each row alone: any number gives the same. 1 until it is called.
  Status set_threads(int threads);

  // Log-odds by row, of the first `rounds` trees; 0 for all.
  Result<std::vector<float>> margins(const FeatureMatrix& matrix, int rounds = 0) const;
  // Of each row, what each column adds to the margin, and last what every row has; their sum is the margin. Exact
  // Shapley values of the trees (S. M. Lundberg, G. Erion, S.-I. Lee, Consistent individualized feature attribution for
  // tree ensembles, 2018).
  Result<std::vector<float>> contributions(const FeatureMatrix& matrix) const;
  Result<std::string> json() const;

 private:
  struct State;
  explicit BoostedTrees(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// "1.7.4"
std::string learner_version();

}  // namespace qiuhao::screening
