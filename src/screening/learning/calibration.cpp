// Two numbers by L-BFGS.
#include "screening/learning/calibration.h"

#include <cmath>

#include "screening/learning/logistic_regression.h"
#include "screening/learning/minimise.h"

namespace qiuhao::screening {

double Calibration::probability(double margin) const { return logistic(slope * margin + intercept); }

Calibration fit_calibration(std::span<const ScoredLabel> scored) {
  double positive = 0;
  for (const ScoredLabel& row : scored) positive += row.positive ? 1 : 0;
  const double negative = static_cast<double>(scored.size()) - positive;
  const double high = (positive + 1) / (positive + 2);
  const double low = 1 / (negative + 2);
  const auto loss = [&](std::span<const double> place, std::span<double> gradient) {
    double total = 0;
    gradient[0] = gradient[1] = 0;
    for (const ScoredLabel& row : scored) {
      const double target = row.positive ? high : low;
      const double margin = place[0] * row.score + place[1];
      total += log1p_exp(margin) - target * margin;
      const double slope = logistic(margin) - target;
      gradient[0] += slope * row.score;
      gradient[1] += slope;
    }
    return total;
  };
  const auto place = minimise(loss, {1, 0});
  if (place[0] >= 0) return {place[0], place[1]};
  const double mean = (positive * high + negative * low) / (positive + negative);
  return {0, std::log(mean / (1 - mean))};
}

}  // namespace qiuhao::screening
