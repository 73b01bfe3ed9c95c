// How surprising it is that two people met so often, given how much goes on where they go.
//
// When B's visits to a place fall on its traffic at random, one of them falls into the window around a visit of A with
// probability c/N: c of the place's N events of others lie in that window. On one of A's days they are expected to meet
// 1 - exp(-sum n c/N) times (n visits of B, summed over the places A goes to that day; of several visits of A to one
// place the busiest window counts), and the days add up to λ. The same is worked out from B's side, and the larger λ
// counts: the more cautious one. Days being many and each unlikely, the number of days together is nearly Poisson (Le
// Cam 1960: the error is at most the sum of the squared probabilities), and the surprise is -log10 P(X >= days).
#pragma once

#include <cstdint>

namespace qiuhao::screening {

inline constexpr double kMostSurprise = 300;  // what stands for anything rarer

// -log10 P(X >= least) for X Poisson with this mean, at most kMostSurprise; 0 when least is 0. A mean of 0 counts as
// the smallest number there is.
double poisson_surprise(std::uint32_t least, double mean);

}  // namespace qiuhao::screening
