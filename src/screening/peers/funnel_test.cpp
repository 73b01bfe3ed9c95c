// Tails and limits against adding up chances one by one, a published table of hospitals, and published lists of
// chances.
#include "screening/peers/funnel.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <random>

namespace qiuhao::screening {
namespace {

using Chance = std::function<long double(int)>;

Chance binomial(int cases, long double target) {
  return [=](int events) {
    long double chance = 1;
    for (int event = 0; event < events; ++event)
      chance *= static_cast<long double>(cases - event) / (event + 1) * target;
    for (int other = events; other < cases; ++other) chance *= 1 - target;
    return chance;
  };
}

Chance poisson(long double expected) {
  return [=](int events) {
    long double chance = std::exp(-expected);
    for (int event = 1; event <= events; ++event) chance *= expected / event;
    return chance;
  };
}

long double tail_of(const Chance& chance, int events) {
  long double below = 0;
  for (int event = 0; event < events; ++event) below += chance(event);
  return 1 - below;
}

// Where the sum of chances reaches `wanted`, between the whole numbers.
double crossing_of(const Chance& chance, double wanted) {
  long double reached = 0;
  for (int events = 0;; ++events) {
    const long double before = reached;
    reached += chance(events);
    if (reached >= wanted) return std::max(0.0, static_cast<double>(events - (reached - wanted) / (reached - before)));
  }
}

TEST(Funnel, TailsAndLimitsAreSumsOfChances) {
  for (const int cases : {1, 2, 7, 30, 111}) {
    for (const double target : {0.01, 0.074, 0.3, 0.5, 0.93}) {
      const Chance chance = binomial(cases, target);
      for (int events = 0; events <= cases; events += 1 + cases / 8)
        EXPECT_NEAR(binomial_tail(events, cases, target), static_cast<double>(tail_of(chance, events)), 1e-12);
      for (const double tail : {0.025, 0.001}) {
        const FunnelLimits limits = binomial_limits(cases, target, tail);
        EXPECT_NEAR(limits.low, crossing_of(chance, tail) / cases, 1e-9) << cases << " " << target;
        EXPECT_NEAR(limits.high, crossing_of(chance, 1 - tail) / cases, 1e-9) << cases << " " << target;
      }
    }
  }
  for (const double expected : {0.02, 0.9, 4.5, 37.0}) {
    const Chance chance = poisson(expected);
    for (int events = 0; events < 60; events += 7)
      EXPECT_NEAR(poisson_tail(events, expected), static_cast<double>(tail_of(chance, events)), 1e-12);
    const FunnelLimits limits = poisson_limits(10, expected / 10, 0.001);
    EXPECT_NEAR(limits.low, crossing_of(chance, 0.001) / 10, 1e-9);
    EXPECT_NEAR(limits.high, crossing_of(chance, 0.999) / 10, 1e-9);
    // Where 1 less the tail is 1 in a double: more events than any that are likely, and still a limit.
    const double far = poisson_limits(1, expected, 1e-40).high;
    EXPECT_LE(poisson_tail(static_cast<std::int64_t>(std::ceil(far)) + 1, expected), 1e-40);
    EXPECT_GE(poisson_tail(static_cast<std::int64_t>(far), expected), 1e-40);
  }
}

// Deaths after operations on children's hearts in twelve hospitals (D. J. Spiegelhalter and others, the example
// "Surgical" of BUGS): 208 of 2,814. The chances and limits were added up in exact fractions.
TEST(Funnel, TwelveHospitals) {
  struct Hospital {
    int operations, deaths;
    double tail, high, far_high;
  };
  constexpr Hospital kHospitals[] = {{47, 0, 1, 0.146429, 0.205745},
                                     {148, 18, 0.025649463, 0.115220, 0.144935},
                                     {119, 8, 0.66015776, 0.120239, 0.153406},
                                     {810, 46, 0.97667443, 0.091827, 0.103186},
                                     {211, 8, 0.98958061, 0.108675, 0.132498},
                                     {196, 13, 0.69653918, 0.110170, 0.135147},
                                     {148, 9, 0.77278193, 0.115220, 0.144935},
                                     {215, 31, 0.00028518366, 0.108505, 0.132218},
                                     {207, 14, 0.67308085, 0.109199, 0.133410},
                                     {97, 8, 0.42749653, 0.124746, 0.162692},
                                     {256, 29, 0.014938009, 0.105465, 0.127132},
                                     {360, 24, 0.72867719, 0.100689, 0.118441}};
  int beyond = 0;
  for (const Hospital& hospital : kHospitals) {
    constexpr double kTarget = 208.0 / 2'814;
    EXPECT_NEAR(binomial_tail(hospital.deaths, hospital.operations, kTarget), hospital.tail, 1e-8);
    const FunnelLimits far = binomial_limits(hospital.operations, kTarget, 0.001);
    EXPECT_NEAR(binomial_limits(hospital.operations, kTarget, 0.025).high, hospital.high, 1e-6);
    EXPECT_NEAR(far.high, hospital.far_high, 1e-6);
    beyond += hospital.deaths > far.high * hospital.operations;
  }
  EXPECT_EQ(beyond, 1);  // 31 of 215
  EXPECT_NEAR(binomial_limits(97, 208.0 / 2'814, 0.001).low, 0.000956, 1e-6);
}

TEST(Funnel, TailsAndNormalScoresAreEachOthersInverse) {
  for (const double z : {-3.0, 0.0, 1.959963984540054, 6.0, 20.0}) EXPECT_NEAR(z_of_tail(tail_of_z(z)), z, 1e-6);
  EXPECT_NEAR(tail_of_z(1.959963984540054), 0.025, 1e-12);
  EXPECT_NEAR(tail_of_t(2.2009851600830465, 11), 0.025, 1e-9);  // of any table
  EXPECT_NEAR(t_of_tail(0.025, 11), 2.2009851600830465, 1e-9);
  EXPECT_GT(z_of_tail(0), 30);
  EXPECT_LT(z_of_tail(1), -8);
}

TEST(Funnel, OverDispersionIsTheMeanSquareOfMovedEnds) {
  const std::vector<double> z = {-9, -2, -1, 0, 1, 2, 3, 3, 3, 40};
  // -9 becomes -2 and 40 becomes 3; of normal z the mean square would be this, added up in small steps.
  double normal = 0;
  constexpr double kStep = 1e-4, kCut = 1.2815515655446004;
  for (double at = -8 + kStep / 2; at < 8; at += kStep)
    normal += kStep * std::pow(std::min(std::abs(at), kCut), 2) * std::exp(-at * at / 2) / std::sqrt(2 * M_PI);
  EXPECT_NEAR(normal, 0.68, 0.005);
  EXPECT_NEAR(over_dispersion(z, 0.1), (4 + 4 + 1 + 0 + 1 + 4 + 9 * 4) / 10.0 / normal, 1e-6);
  EXPECT_DOUBLE_EQ(over_dispersion(z, 0), (81 + 4 + 1 + 0 + 1 + 4 + 9 * 3 + 1'600) / 10.0);
  EXPECT_DOUBLE_EQ(over_dispersion(std::vector<double>{0.1, -0.1}, 0.1), 1);
  EXPECT_DOUBLE_EQ(over_dispersion({}, 0.1), 1);
}

// Y. Benjamini, Y. Hochberg, Controlling the false discovery rate (1995), section 3.2: of fifteen chances the first
// four are kept at a rate of 0.05.
TEST(Funnel, FalseDiscoveriesOfFifteenChances) {
  const std::vector<double> chances = {0.0201, 0.0001, 0.0004, 0.0019, 0.0095, 0.0278, 0.0298, 0.0344,
                                       0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0};
  const std::vector<double> shares = false_discovery_shares(chances);
  int kept = 0;
  for (const double share : shares) kept += share <= 0.05;
  EXPECT_EQ(kept, 4);
  EXPECT_DOUBLE_EQ(shares[1], 0.0001 * 15);
  EXPECT_DOUBLE_EQ(shares[4], 0.0095 * 15 / 4);
  EXPECT_DOUBLE_EQ(shares[14], 1);
  EXPECT_GT(shares[0], 0.05);
}

}  // namespace
}  // namespace qiuhao::screening
