// Funnel limits: how far a share or rate of so many cases may lie from its target by chance. D. J. Spiegelhalter,
// Funnel plots for comparing institutional performance, Statistics in Medicine 24 (2005) 1185-1202.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace qiuhao::screening {

// Chances of so many events or more: of `cases` independent ones with the chance `target` (0 < target < 1), and of a
// count whose mean is `expected` (> 0). Exact.
double binomial_tail(std::int64_t events, std::int64_t cases, double target);
double poisson_tail(std::int64_t events, double expected);

// The limits that a share of `cases` (1 at least) passes upwards and downwards with the chance `tail` each (0 < tail <
// 0.5), interpolated between whole numbers of events (appendix A.1.1 of the paper), within 0 and 1.
struct FunnelLimits {
  double low = 0;
  double high = 0;
};
FunnelLimits binomial_limits(std::int64_t cases, double target, double tail);
// The same of events divided by `exposure`, whose mean is `target`.
FunnelLimits poisson_limits(double exposure, double target, double tail);

// The standard normal z that is passed with the chance `tail`, and back. No tail is so small that z is infinite.
double z_of_tail(double tail);
double tail_of_z(double z);
// The same of Student's t.
double t_of_tail(double tail, double degrees);
double tail_of_t(double t, double degrees);

// The mean square of z after the share at either end is moved in to the next one (winsorised): how much more than by
// chance providers differ, whoever they are (section 3.2 of the paper). It is divided by what it is of normal z, 0.68
// for a tenth, without which half as much again as chance would pass for chance. 1 at least; 1 for no z.
double over_dispersion(std::span<const double> z, double winsor_share);

// Benjamini and Hochberg: for each chance the least share of false discoveries of a list that it is still on.
std::vector<double> false_discovery_shares(std::span<const double> chances);

}  // namespace qiuhao::screening
