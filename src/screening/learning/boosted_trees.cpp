// XGBoost behind values; the only file that includes its header.
#include "screening/learning/boosted_trees.h"

#include <fmt/format.h>
#include <xgboost/c_api.h>

#include <cmath>
#include <utility>

#include "base/check.h"
#include "screening/learning/booster_check.h"

namespace qiuhao::screening {
namespace {

// Slow steps for a few hundred trees, leaves of some weight; each tree sees 0.7 of the rows, drawn from the same seed
// each time (J. H. Friedman, Stochastic gradient boosting, 2002).
constexpr std::pair<const char*, const char*> kParameters[] = {{"objective", "binary:logistic"},
                                                               {"booster", "gbtree"},
                                                               {"tree_method", "hist"},
                                                               {"max_bin", "32"},
                                                               {"subsample", "0.7"},
                                                               {"eta", "0.07"},
                                                               {"lambda", "1"},
                                                               {"min_child_weight", "3"},
                                                               {"nthread", "1"},
                                                               {"verbosity", "0"},
                                                               {"seed", "0"},
                                                               {"validate_parameters", "true"}};

std::unexpected<Error> learner_failed() {
  const std::string sentence = XGBGetLastError();
  return system_error("learner_failed", fmt::format("XGBoost failed: {}", sentence.substr(0, sentence.find('\n'))));
}

// TRY for the C API.
#define XGB_TRY(call)           \
  if ((call) != 0) [[unlikely]] \
  return learner_failed()

class Data {
 public:
  Data() = default;
  Data(const Data&) = delete;
  Data& operator=(const Data&) = delete;
  ~Data() {
    if (handle_ != nullptr) XGDMatrixFree(handle_);
  }

  Status fill(const FeatureMatrix& matrix) {
    const std::string array =
        fmt::format(R"({{"data": [{}, true], "shape": [{}, {}], "typestr": "<f4", "version": 3}})",
                    reinterpret_cast<std::uintptr_t>(matrix.values.data()), matrix.rows, matrix.columns);
    XGB_TRY(XGDMatrixCreateFromDense(array.c_str(), R"({"missing": NaN, "nthread": 1})", &handle_));
    return {};
  }
  Status set_labels(std::span<const std::uint8_t> labels) {
    const std::vector<float> numbers(labels.begin(), labels.end());
    XGB_TRY(XGDMatrixSetFloatInfo(handle_, "label", numbers.data(), numbers.size()));
    return {};
  }
  DMatrixHandle handle() const { return handle_; }

 private:
  DMatrixHandle handle_ = nullptr;
};

}  // namespace

struct BoostedTrees::State {
  BoosterHandle handle = nullptr;
  ~State() {
    if (handle != nullptr) XGBoosterFree(handle);
  }

  Result<std::vector<float>> predict(const FeatureMatrix& matrix, int type, int rounds) const {
    if (matrix.rows == 0) return std::vector<float>{};
    Data data;
    TRY(data.fill(matrix));
    const std::string config = fmt::format(
        R"({{"type": {}, "training": false, "iteration_begin": 0, "iteration_end": {}, "strict_shape": false}})", type,
        rounds);
    const bst_ulong* shape = nullptr;
    bst_ulong dimensions = 0;
    const float* numbers = nullptr;
    XGB_TRY(XGBoosterPredictFromDMatrix(handle, data.handle(), config.c_str(), &shape, &dimensions, &numbers));
    std::size_t count = 1;
    for (bst_ulong i = 0; i < dimensions; ++i) count *= shape[i];
    return std::vector<float>(numbers, numbers + count);
  }
};

BoostedTrees::BoostedTrees(std::unique_ptr<State> state) : state_(std::move(state)) {}
BoostedTrees::BoostedTrees(BoostedTrees&&) noexcept = default;
BoostedTrees& BoostedTrees::operator=(BoostedTrees&&) noexcept = default;
BoostedTrees::~BoostedTrees() = default;

Result<BoostedTrees> BoostedTrees::train(const FeatureMatrix& matrix, std::span<const std::uint8_t> labels,
                                         const BoostingOptions& options, const std::atomic<bool>* stop) {
  CHECK(matrix.rows == labels.size() && matrix.rows > 0);
  Data data;
  TRY(data.fill(matrix));
  TRY(data.set_labels(labels));
  double positives = 0;
  for (const std::uint8_t label : labels) positives += label;
  auto state = std::make_unique<State>();
  const DMatrixHandle handles[] = {data.handle()};
  XGB_TRY(XGBoosterCreate(handles, 1, &state->handle));
  for (const auto& [name, value] : kParameters) XGB_TRY(XGBoosterSetParam(state->handle, name, value));
  XGB_TRY(XGBoosterSetParam(state->handle, "max_depth", std::to_string(options.depth).c_str()));
  // Trees then only say how a row differs from the whole.
  const std::string share = fmt::format("{}", static_cast<float>(positives / static_cast<double>(labels.size())));
  XGB_TRY(XGBoosterSetParam(state->handle, "base_score", share.c_str()));
  for (int round = 0; round < options.rounds; ++round) {
    if (stop != nullptr && stop->load()) {
      return fail(
          {Fault::system, "interrupted", "was interrupted; nothing was written", {}, "已中断，没有写入任何文件"});
    }
    XGB_TRY(XGBoosterUpdateOneIter(state->handle, round, data.handle()));
  }
  return BoostedTrees(std::move(state));
}

Result<BoostedTrees> BoostedTrees::load(const std::string& json, std::size_t columns, const std::string& file) {
  TRY(check_booster(json, columns, file));
  auto state = std::make_unique<State>();
  XGB_TRY(XGBoosterCreate(nullptr, 0, &state->handle));
  for (const char* name : {"nthread", "verbosity"})
    XGB_TRY(XGBoosterSetParam(state->handle, name, *name == 'n' ? "1" : "0"));
  if (XGBoosterLoadModelFromBuffer(state->handle, json.data(), json.size()) != 0) {
    return input_error(
        "bad_model",
        Sentence{fmt::format("holds trees that XGBoost {} does not read; train the model again", learner_version()),
                 fmt::format("其中的树 XGBoost {} 不能读取；请重新训练", learner_version())},
        {file, 0, 0, ""});
  }
  return BoostedTrees(std::move(state));
}

Status BoostedTrees::set_threads(int threads) {
  XGB_TRY(XGBoosterSetParam(state_->handle, "nthread", std::to_string(threads).c_str()));
  return {};
}

Result<std::vector<float>> BoostedTrees::margins(const FeatureMatrix& matrix, int rounds) const {
  constexpr int kMargin = 1;
  return state_->predict(matrix, kMargin, rounds);
}

Result<std::vector<float>> BoostedTrees::contributions(const FeatureMatrix& matrix) const {
  constexpr int kContributions = 2;
  return state_->predict(matrix, kContributions, 0);
}

Result<std::string> BoostedTrees::json() const {
  bst_ulong size = 0;
  const char* bytes = nullptr;
  XGB_TRY(XGBoosterSaveModelToBuffer(state_->handle, R"({"format": "json"})", &size, &bytes));
  return std::string(bytes, size);
}

std::string learner_version() {
  int major = 0, minor = 0, patch = 0;
  XGBoostVersion(&major, &minor, &patch);
  return fmt::format("{}.{}.{}", major, minor, patch);
}

}  // namespace qiuhao::screening
