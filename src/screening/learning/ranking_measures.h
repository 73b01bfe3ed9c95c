// How good scores are that order providers, and probabilities that say how sure they are: plain, and with weights so
// that a resample is the same sum with other weights.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace qiuhao::screening {

struct ScoredLabel {
  double score = 0;  // a probability for brier and calibration error
  bool positive = false;
};

enum class Measured : std::uint8_t {
  auc,           // area under the ROC curve; ties count half
  pr_auc,        // average precision; rows of one score come in together
  precision_10,  // share of positives among the first 10, …; of rows that tie at the edge, their share
  precision_20,
  precision_50,
  precision_5_percent,
  brier,              // mean squared difference of probability and outcome
  calibration_error,  // expected calibration error over ten bins of equal counts
};
inline constexpr std::size_t kMeasures = 8;
inline constexpr std::string_view kMeasureNames[kMeasures] = {"auc",          "pr_auc",           "precision_10",
                                                              "precision_20", "precision_50",     "precision_5_percent",
                                                              "brier",        "calibration_error"};
using MeasureValues = std::array<double, kMeasures>;

inline constexpr std::size_t kCalibrationBins = 10;

// nullopt when one of the classes is missing.
std::optional<double> auc_of(std::span<const ScoredLabel> scored);

// All measures of rows that each count `weights` times; the order of rows does not matter beyond the rounding of sums.
// nullopt when one of the classes has no weight.
std::optional<MeasureValues> measures_of(std::span<const ScoredLabel> scored, std::span<const std::uint32_t> weights);
std::optional<MeasureValues> measures_of(std::span<const ScoredLabel> scored);

struct MeasuredInterval {
  double value = 0;
  double low = 0;  // 95 % percentile interval
  double high = 0;
};
using MeasureIntervals = std::array<MeasuredInterval, kMeasures>;

inline constexpr int kResamples = 1'000;

// Bootstrap by provider: whole providers are drawn with replacement, as their rows hang together (A. C. Davison, D. V.
// Hinkley, Bootstrap Methods and their Application, 1997, 3.8). A draw without both classes is left out.
// `difference` is the interval of auc(first) − auc(second) over the same draws.
struct MeasureComparison {
  MeasureIntervals first{};
  MeasureIntervals second{};
  MeasuredInterval auc_difference;
};
// Both over the same rows, of which `providers` names the provider, 0 up to, without, `count`.
std::optional<MeasureComparison> compare_measures(std::span<const ScoredLabel> first,
                                                  std::span<const ScoredLabel> second,
                                                  std::span<const std::uint32_t> providers, std::size_t count,
                                                  std::uint64_t seed);

}  // namespace qiuhao::screening
