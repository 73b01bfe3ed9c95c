// The tail against tables and plain sums.
#include "screening/networks/surprise.h"

#include <gtest/gtest.h>

#include <cmath>

namespace qiuhao::screening {
namespace {

double plain_tail(std::uint32_t least, double mean) {
  double below = 0;
  double term = std::exp(-mean);
  for (std::uint32_t count = 0; count < least; ++count) {
    below += term;
    term *= mean / (count + 1);
  }
  return 1 - below;
}

TEST(Surprise, IsThatOfPrintedTables) {
  // Cumulative Poisson tables: P(X <= 4; 2) = 0.9473, P(X <= 9; 5) = 0.9682, P(X <= 0; 0.1) = 0.9048.
  EXPECT_NEAR(std::pow(10, -poisson_surprise(5, 2)), 1 - 0.9473, 5e-5);
  EXPECT_NEAR(std::pow(10, -poisson_surprise(10, 5)), 1 - 0.9682, 5e-5);
  EXPECT_NEAR(std::pow(10, -poisson_surprise(1, 0.1)), 1 - 0.9048, 5e-5);
}

TEST(Surprise, IsThatOfAPlainSum) {
  for (const double mean : {0.01, 0.5, 1.0, 3.7, 12.0}) {
    for (std::uint32_t least = 1; least < 12; ++least) {
      const double plain = plain_tail(least, mean);
      if (plain < 1e-9) continue;  // the plain sum has no digits left
      EXPECT_NEAR(poisson_surprise(least, mean), -std::log10(plain), 1e-5) << least << " of " << mean;
    }
  }
}

TEST(Surprise, RisesWithDaysAndFallsWithTraffic) {
  for (std::uint32_t least = 1; least < 60; ++least)
    EXPECT_LT(poisson_surprise(least, 3), poisson_surprise(least + 1, 3));
  for (double mean = 0.1; mean < 20; mean += 0.1) EXPECT_GT(poisson_surprise(8, mean), poisson_surprise(8, mean + 0.1));
}

TEST(Surprise, HasBorders) {
  EXPECT_EQ(poisson_surprise(0, 5), 0);
  EXPECT_EQ(poisson_surprise(5, 0), kMostSurprise);
  EXPECT_EQ(poisson_surprise(3, 1e6), 0);
  EXPECT_TRUE(std::isfinite(poisson_surprise(60'000, 1e-3)));
}

}  // namespace
}  // namespace qiuhao::screening
