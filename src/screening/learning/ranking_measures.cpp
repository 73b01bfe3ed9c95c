// Every measure is one pass over rows sorted by score, so a resample costs no sorting.
#include "screening/learning/ranking_measures.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/check.h"
#include "screening/learning/seeded_draws.h"

namespace qiuhao::screening {
namespace {

std::vector<std::uint32_t> best_first(std::span<const ScoredLabel> scored) {
  std::vector<std::uint32_t> order(scored.size());
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::stable_sort(order, [&](auto a, auto b) { return scored[a].score > scored[b].score; });
  return order;
}

// Precision among the first k: whole ties, and of the tie at the edge a share.
class PrecisionAt {
 public:
  explicit PrecisionAt(double k) : left_(k), k_(k) {}
  void add_tie(double positive, double all) {
    const double taken = std::min(left_, all);
    if (all > 0) found_ += positive * taken / all;
    left_ -= taken;
  }
  // Of fewer rows than k, the share among those there are.
  double value() const { return k_ - left_ > 0 ? found_ / (k_ - left_) : 0; }

 private:
  double left_;
  double k_;
  double found_ = 0;
};

// Bins of equal weight along the order; rows of a tie are spread over bins by the mean of the tie, so that the order
// among them does not matter.
class CalibrationBins {
 public:
  explicit CalibrationBins(double total) : total_(total), size_(total / kCalibrationBins) {}
  void add_tie(double score, double positive, double all) {
    const double share = all > 0 ? positive / all : 0;
    while (all > 0) {
      const double taken = std::min(all, size_ - filled_);
      gap_ += taken * (score - share);
      filled_ += taken;
      all -= taken;
      if (filled_ >= size_ * (1 - 1e-12)) close();
    }
  }
  double value() {
    close();
    return error_ / total_;
  }

 private:
  void close() {
    error_ += std::abs(gap_);
    gap_ = 0;
    filled_ = 0;
  }
  double total_;
  double size_;
  double gap_ = 0;
  double filled_ = 0;
  double error_ = 0;
};

struct Totals {
  double positive = 0;
  double all = 0;
};

std::optional<MeasureValues> measures_in_order(std::span<const ScoredLabel> scored,
                                               std::span<const std::uint32_t> order,
                                               std::span<const std::uint32_t> weights) {
  Totals totals;
  double squares = 0;
  for (std::size_t row = 0; row < scored.size(); ++row) {
    const double weight = weights[row];
    const double target = scored[row].positive ? 1 : 0;
    totals.all += weight;
    totals.positive += weight * target;
    squares += weight * (scored[row].score - target) * (scored[row].score - target);
  }
  const double negatives = totals.all - totals.positive;
  if (totals.positive == 0 || negatives == 0) return std::nullopt;
  std::array precisions{PrecisionAt(10), PrecisionAt(20), PrecisionAt(50), PrecisionAt(std::ceil(totals.all * 0.05))};
  CalibrationBins bins(totals.all);
  double pairs = 0;
  double average = 0;
  Totals above;
  for (std::size_t begin = 0; begin < order.size();) {
    Totals tie;
    std::size_t end = begin;
    const double score = scored[order[begin]].score;
    for (; end < order.size() && scored[order[end]].score == score; ++end) {
      const double weight = weights[order[end]];
      tie.all += weight;
      tie.positive += scored[order[end]].positive ? weight : 0;
    }
    begin = end;
    if (tie.all == 0) continue;
    pairs += (tie.all - tie.positive) * (above.positive + tie.positive / 2);
    above.positive += tie.positive;
    above.all += tie.all;
    average += tie.positive * above.positive / above.all;
    for (PrecisionAt& precision : precisions) precision.add_tie(tie.positive, tie.all);
    bins.add_tie(score, tie.positive, tie.all);
  }
  return MeasureValues{pairs / (totals.positive * negatives),
                       average / totals.positive,
                       precisions[0].value(),
                       precisions[1].value(),
                       precisions[2].value(),
                       precisions[3].value(),
                       squares / totals.all,
                       bins.value()};
}

// The 2.5 % and 97.5 % points, as the ordered draws have them.
MeasuredInterval interval_of(double value, std::vector<double> draws) {
  if (draws.empty()) return {value, value, value};
  std::ranges::sort(draws);
  const auto at = [&](double share) {
    return draws[static_cast<std::size_t>(std::floor(share * static_cast<double>(draws.size() - 1)))];
  };
  return {value, at(0.025), at(0.975)};
}

}  // namespace

std::optional<MeasureValues> measures_of(std::span<const ScoredLabel> scored, std::span<const std::uint32_t> weights) {
  CHECK(weights.size() == scored.size());
  return measures_in_order(scored, best_first(scored), weights);
}

std::optional<MeasureValues> measures_of(std::span<const ScoredLabel> scored) {
  return measures_of(scored, std::vector<std::uint32_t>(scored.size(), 1));
}

std::optional<double> auc_of(std::span<const ScoredLabel> scored) {
  const auto measures = measures_of(scored);
  if (!measures) return std::nullopt;
  return (*measures)[static_cast<std::size_t>(Measured::auc)];
}

std::optional<MeasureComparison> compare_measures(std::span<const ScoredLabel> first,
                                                  std::span<const ScoredLabel> second,
                                                  std::span<const std::uint32_t> providers, std::size_t count,
                                                  std::uint64_t seed) {
  CHECK(first.size() == second.size() && first.size() == providers.size());
  const std::span<const ScoredLabel> sides[2] = {first, second};
  const std::vector<std::uint32_t> orders[2] = {best_first(first), best_first(second)};
  std::optional<MeasureValues> values[2];
  for (int side = 0; side < 2; ++side) values[side] = measures_of(sides[side]);
  if (!values[0] || !values[1]) return std::nullopt;

  std::vector<double> draws[2][kMeasures], differences;
  SeededDraws random(seed);
  std::vector<std::uint32_t> times(count), weights(first.size());
  for (int resample = 0; resample < kResamples; ++resample) {
    std::ranges::fill(times, 0U);
    for (std::size_t i = 0; i < count; ++i) ++times[random.below(count)];
    for (std::size_t row = 0; row < weights.size(); ++row) weights[row] = times[providers[row]];
    std::optional<MeasureValues> drawn[2];
    for (int side = 0; side < 2; ++side) drawn[side] = measures_in_order(sides[side], orders[side], weights);
    if (!drawn[0] || !drawn[1]) continue;
    differences.push_back((*drawn[0])[0] - (*drawn[1])[0]);
    for (int side = 0; side < 2; ++side) {
      for (std::size_t i = 0; i < kMeasures; ++i) draws[side][i].push_back((*drawn[side])[i]);
    }
  }
  MeasureComparison result;
  for (std::size_t i = 0; i < kMeasures; ++i) {
    result.first[i] = interval_of((*values[0])[i], std::move(draws[0][i]));
    result.second[i] = interval_of((*values[1])[i], std::move(draws[1][i]));
  }
  result.auc_difference = interval_of((*values[0])[0] - (*values[1])[0], std::move(differences));
  return result;
}

}  // namespace qiuhao::screening
