// Sizes against published tables, against looking at every size, and allocations against published ones.
#include "screening/sampling/sample_size.h"

#include <gtest/gtest.h>

#include <cmath>

#include "screening/sampling/quantiles.h"
#include "screening/sampling/random_source.h"

namespace qiuhao::screening {
namespace {

// Counties of the Census of Agriculture by region, with deviations of acres, and allocations of 300 and 400 printed for
// them in course notes on Lohr, Sampling: Design and Analysis.
const std::vector<AllocationStratum> kRegions{
    {"NC", 1054, 271303}, {"NE", 220, 79365}, {"S", 1382, 243956}, {"W", 422, 835639}};

TEST(Allocation, GivesThePublishedCounts) {
  using Counts = std::vector<std::uint32_t>;
  EXPECT_EQ(*allocate(kRegions, 300, Allocation::proportional, 0), (Counts{103, 21, 135, 41}));
  EXPECT_EQ(*allocate(kRegions, 300, Allocation::equal, 0), (Counts{75, 75, 75, 75}));
  EXPECT_EQ(*allocate(kRegions, 300, Allocation::neyman, 0), (Counts{86, 5, 102, 107}));
  EXPECT_EQ(*allocate(kRegions, 400, Allocation::neyman, 0), (Counts{115, 7, 136, 142}));
}

TEST(Allocation, AddsUpWithinItsBounds) {
  RandomSource source(sha256("allocation"), "test");
  for (int round = 0; round < 3000; ++round) {
    std::vector<AllocationStratum> strata;
    std::uint64_t units = 0, needed = 0;
    const auto least = static_cast<std::uint32_t>(source.below(4));
    for (std::uint64_t index = 0; index < 1 + source.below(8); ++index) {
      AllocationStratum stratum{"", static_cast<std::uint32_t>(1 + source.below(source.below(2) == 0 ? 5 : 500)), 0};
      stratum.deviation = static_cast<long double>(source.below(4) == 0 ? 0 : source.below(10'000)) / 7;
      units += stratum.units;
      needed += std::min(least, stratum.units);
      strata.push_back(stratum);
    }
    const auto sample = static_cast<std::uint32_t>(needed + source.below(units - needed + 1));
    for (const Allocation kind : {Allocation::equal, Allocation::proportional, Allocation::neyman}) {
      const auto counts = allocate(strata, sample, kind, least);
      if (!counts) {
        ASSERT_EQ(counts.error().code, "no_spread");
        continue;
      }
      std::uint64_t sum = 0;
      for (std::size_t index = 0; index < strata.size(); ++index) {
        EXPECT_LE((*counts)[index], strata[index].units);
        EXPECT_GE((*counts)[index], std::min(least, strata[index].units));
        sum += (*counts)[index];
      }
      ASSERT_EQ(sum, sample);
    }
  }
}

TEST(Allocation, RefusesWhatCannotBe) {
  EXPECT_EQ(allocate(kRegions, 4000, Allocation::equal, 2).error().code, "sample_too_large");
  EXPECT_EQ(allocate(kRegions, 7, Allocation::equal, 2).error().code, "sample_too_small");
  EXPECT_EQ(allocate(std::vector<AllocationStratum>{{"a", 5, 0}}, 3, Allocation::neyman, 2).error().code, "no_spread");
}

TEST(Allocation, NeymanIsTheBestThereIs) {
  // By trying every split of 12 over three small strata.
  const std::vector<AllocationStratum> strata{{"a", 10, 3}, {"b", 20, 1}, {"c", 6, 9}};
  const auto variance = [&](std::uint32_t a, std::uint32_t b, std::uint32_t c) {
    const std::uint32_t counts[] = {a, b, c};
    long double sum = 0;
    for (std::size_t i = 0; i < 3; ++i)
      sum += static_cast<long double>(strata[i].units) * (strata[i].units - counts[i]) * strata[i].deviation *
             strata[i].deviation / counts[i];
    return sum;
  };
  long double best = HUGE_VALL;
  for (std::uint32_t a = 1; a <= 10; ++a)
    for (std::uint32_t c = 1; c <= 6 && a + c < 12; ++c) best = std::min(best, variance(a, 12 - a - c, c));
  const auto counts = *allocate(strata, 12, Allocation::neyman, 1);
  // Rounding to whole units may miss the best by a little, never by much.
  EXPECT_LE(variance(counts[0], counts[1], counts[2]), best * 1.02L);
}

TEST(SampleSize, SharesAreThoseOfThePublishedTable) {
  // Krejcie and Morgan, Determining sample size for research activities (1970): 95 %, ±5 %, share 50 %.
  const std::pair<std::uint64_t, std::uint64_t> kTable[] = {
      {10, 10},    {100, 80},     {200, 132},    {1000, 278},   {2000, 322},
      {5000, 357}, {10'000, 370}, {50'000, 381}, {75'000, 382}, {1'000'000, 384}};
  for (const auto& [units, printed] : kTable) {
    const auto size = size_for_share(units, 0.5, 0.05, 0.95);
    ASSERT_TRUE(size.has_value());
    // The table rounds to the nearest; a size that reaches the precision is rounded up.
    EXPECT_GE(*size, printed) << units;
    EXPECT_LE(*size, printed + 1) << units;
  }
  EXPECT_EQ(*size_for_share(1'000'000'000, 0.5, 0.05, 0.95), 385U);
  EXPECT_EQ(*size_for_share(1000, 0.5, 0.05, 0.95), 278U);
  EXPECT_EQ(*size_for_share(10'000, 0.5, 0.05, 0.95), 370U);
}

TEST(SampleSize, IsTheSmallestThatReachesThePrecision) {
  RandomSource source(sha256("size"), "test");
  for (int round = 0; round < 2000; ++round) {
    const std::uint64_t units = 2 + source.below(3000);
    const double deviation = static_cast<double>(source.below(1000)) / 3;
    const double precision = static_cast<double>(1 + source.below(500)) / 7;
    const double level = kSizeLevels[source.below(4)];
    const auto size = size_for_mean(units, deviation, precision, level);
    ASSERT_TRUE(size.has_value());
    std::uint64_t smallest = units;
    for (std::uint64_t n = 1; n <= units; ++n) {
      const double error =
          z_value(level) * deviation *
          std::sqrt((1 - static_cast<double>(n) / static_cast<double>(units)) / static_cast<double>(n));
      if (error > precision * (1 + 1e-12)) continue;
      smallest = n;
      break;
    }
    EXPECT_EQ(*size, smallest) << units << " " << deviation << " " << precision;
  }
}

// Half the width of the total's interval with Neyman's allocation of so many.
long double reached(std::uint32_t sample, double level) {
  const auto counts = allocate(kRegions, sample, Allocation::neyman, 2);
  if (!counts) return HUGE_VALL;
  long double sum = 0;
  for (std::size_t i = 0; i < kRegions.size(); ++i)
    sum += static_cast<long double>(kRegions[i].units) * (kRegions[i].units - (*counts)[i]) * kRegions[i].deviation *
           kRegions[i].deviation / (*counts)[i];
  return z_value(level) * std::sqrt(sum);
}

TEST(SampleSize, StrataReachThePrecisionAndLittleMore) {
  for (const double level : kSizeLevels) {
    for (const double precision : {2e7, 5e7, 1e8, 3e8}) {
      const auto size = size_for_strata(kRegions, precision, level, 2);
      ASSERT_TRUE(size.has_value());
      EXPECT_LE(size->precision, precision);
      // The closed form without rounding.
      const double z = z_value(level);
      double spread = 0, variance = 0;
      for (const auto& region : kRegions) {
        spread += region.units * static_cast<double>(region.deviation);
        variance += region.units * static_cast<double>(region.deviation * region.deviation);
      }
      const double formula = spread * spread / (precision * precision / (z * z) + variance);
      EXPECT_GE(size->sample, std::floor(formula));
      bool is_taken_wholly = false;
      for (std::size_t i = 0; i < kRegions.size(); ++i)
        is_taken_wholly = is_taken_wholly || size->counts[i] == kRegions[i].units;
      // The formula knows nothing of strata that are too small for their share.
      if (!is_taken_wholly) {
        EXPECT_LE(size->sample, std::max(8.0, std::ceil(formula) + 2));
      }
      EXPECT_GT(reached(size->sample - 1, level), precision) << "one fewer would have done";
    }
  }
  EXPECT_EQ(size_for_strata(kRegions, 0, 0.9, 2).error().code, "bad_precision");
  EXPECT_EQ(size_for_mean(10, 5, -1, 0.9).error().code, "bad_precision");
  EXPECT_EQ(*size_for_mean(10, 0, 1, 0.9), 1U) << "without spread one unit tells all";
}

}  // namespace
}  // namespace qiuhao::screening
