// The least of a smooth convex function of many numbers.
#pragma once

#include <functional>
#include <span>
#include <vector>

namespace qiuhao::screening {

// Gives the value at a place and puts the gradient into the second span.
using SmoothFunction = std::function<double(std::span<const double>, std::span<double>)>;

inline constexpr int kMostSteps = 200;
inline constexpr double kGradientTolerance = 1e-6;  // of the largest part of the gradient, beside 1 + |value|

// L-BFGS with eight pairs and halved steps; the best place found within kMostSteps.
std::vector<double> minimise(const SmoothFunction& function, std::vector<double> start);

}  // namespace qiuhao::screening
