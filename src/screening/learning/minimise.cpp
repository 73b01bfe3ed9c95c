// L-BFGS: the two-loop recursion over the last pairs of step and change of gradient.
#include "screening/learning/minimise.h"

#include <algorithm>
#include <cmath>
#include <deque>

namespace qiuhao::screening {
namespace {

constexpr std::size_t kPairs = 8;
constexpr int kMostHalvings = 40;
constexpr double kSufficient = 1e-4;  // of the decrease that the slope promises (Armijo)

using Numbers = std::vector<double>;

double dot(const Numbers& a, const Numbers& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

void add(Numbers& to, double times, const Numbers& from) {
  for (std::size_t i = 0; i < to.size(); ++i) to[i] += times * from[i];
}

struct Pair {
  Numbers step, change;
  double product;
};

// Minus the gradient, turned by what the pairs know of the curvature.
Numbers direction_of(const Numbers& gradient, const std::deque<Pair>& pairs) {
  Numbers direction = gradient;
  Numbers shares(pairs.size());
  for (std::size_t i = pairs.size(); i-- > 0;) {
    shares[i] = dot(pairs[i].step, direction) / pairs[i].product;
    add(direction, -shares[i], pairs[i].change);
  }
  if (!pairs.empty()) {
    const double scale = pairs.back().product / dot(pairs.back().change, pairs.back().change);
    for (double& part : direction) part *= scale;
  }
  for (std::size_t i = 0; i < pairs.size(); ++i)
    add(direction, shares[i] - dot(pairs[i].change, direction) / pairs[i].product, pairs[i].step);
  for (double& part : direction) part = -part;
  return direction;
}

double largest(const Numbers& numbers) {
  double most = 0;
  for (const double number : numbers) most = std::max(most, std::abs(number));
  return most;
}

}  // namespace

std::vector<double> minimise(const SmoothFunction& function, std::vector<double> place) {
  Numbers gradient(place.size());
  double value = function(place, gradient);
  std::deque<Pair> pairs;
  for (int step = 0; step < kMostSteps && largest(gradient) > kGradientTolerance * (1 + std::abs(value)); ++step) {
    Numbers direction = direction_of(gradient, pairs);
    const double slope = dot(direction, gradient);
    // Without curvature known, a first step of length 1 at most.
    double length = pairs.empty() ? 1 / std::max(1.0, std::sqrt(dot(gradient, gradient))) : 1;
    Numbers next, next_gradient(place.size());
    double next_value = value;
    bool is_lower = false;
    for (int halving = 0; halving < kMostHalvings && !is_lower; ++halving, length /= 2) {
      next = place;
      add(next, length, direction);
      next_value = function(next, next_gradient);
      is_lower = next_value <= value + kSufficient * length * slope;
    }
    if (!is_lower) break;  // no digits left to gain
    Pair pair{next, next_gradient, 0};
    add(pair.step, -1, place);
    add(pair.change, -1, gradient);
    pair.product = dot(pair.step, pair.change);
    if (pair.product > 0) pairs.push_back(std::move(pair));
    if (pairs.size() > kPairs) pairs.pop_front();
    place = std::move(next);
    gradient = std::move(next_gradient);
    value = next_value;
  }
  return place;
}

}  // namespace qiuhao::screening
