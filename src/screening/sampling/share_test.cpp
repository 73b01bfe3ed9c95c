// Limits of shares against sums of exact whole numbers, and how often they cover.
#include "screening/sampling/share.h"

#include <gtest/gtest.h>

#include <boost/multiprecision/cpp_int.hpp>

namespace qiuhao::screening {
namespace {

using Whole = boost::multiprecision::cpp_int;

Whole choose(std::uint64_t n, std::uint64_t k) {
  if (k > n) return 0;
  Whole value = 1;
  for (std::uint64_t i = 1; i <= k; ++i) value = value * (n - k + i) / i;
  return value;
}

// Ways to find from `first` to `last` of the marked, of choose(units, sample).
Whole ways(std::uint64_t units, std::uint64_t sample, std::uint64_t marked, std::uint64_t first, std::uint64_t last) {
  Whole sum = 0;
  for (std::uint64_t k = first; k <= last && k <= sample; ++k)
    sum += choose(marked, k) * choose(units - marked, sample - k);
  return sum;
}

TEST(Share, LimitsAreThoseOfExactSums) {
  for (const std::uint64_t units : {2ULL, 5ULL, 17ULL, 40ULL}) {
    for (std::uint64_t sample = 2; sample <= units; sample += 1 + units / 6) {
      const Whole all = choose(units, sample);
      for (std::uint64_t found = 0; found <= sample; ++found) {
        const auto appraised = appraise_share(units, sample, found);
        ASSERT_TRUE(appraised.has_value());
        const int tails[] = {20, 10, 5};  // percent, two-sided: halves of it each
        for (std::size_t index = 0; index < 3; ++index) {
          std::uint64_t upper = 0, lower = units;
          for (std::uint64_t marked = 0; marked <= units; ++marked) {
            if (ways(units, sample, marked, 0, found) * 200 > all * tails[index]) upper = marked;
            if (ways(units, sample, marked, found, sample) * 200 > all * tails[index]) lower = std::min(lower, marked);
          }
          EXPECT_EQ(appraised->two_sided[index].upper, upper) << units << " " << sample << " " << found;
          EXPECT_EQ(appraised->two_sided[index].lower, lower) << units << " " << sample << " " << found;
        }
      }
    }
  }
}

TEST(Share, CoversAtLeastAsOftenAsItSays) {
  // Exactly: for every truth, the probability of the samples whose limits hold it.
  constexpr std::uint64_t kUnits = 200, kSample = 30;
  std::vector<ShareAppraisal> appraised;
  for (std::uint64_t found = 0; found <= kSample; ++found) appraised.push_back(*appraise_share(kUnits, kSample, found));
  const Whole all = choose(kUnits, kSample);
  for (std::uint64_t marked = 0; marked <= kUnits; ++marked) {
    for (std::size_t index = 0; index < 3; ++index) {
      Whole covering = 0;
      for (std::uint64_t found = 0; found <= kSample; ++found) {
        const ShareLimits& limits = appraised[found].two_sided[index];
        if (limits.lower <= marked && marked <= limits.upper) covering += ways(kUnits, kSample, marked, found, found);
      }
      EXPECT_GE(covering * 100, all * static_cast<int>(100 * kAppraisalLevels[index] + 0.5)) << marked << " " << index;
    }
  }
}

TEST(Share, PointAndErrorAreWhatTheyAreSaidToBe) {
  const auto appraised = appraise_share(1000, 100, 20);
  ASSERT_TRUE(appraised.has_value());
  EXPECT_DOUBLE_EQ(appraised->point, 200);
  EXPECT_NEAR(appraised->error_share, std::sqrt(0.2 * 0.8 / 99 * 0.9), 1e-15);
  EXPECT_NEAR(appraised->error_units, 1000 * std::sqrt(0.2 * 0.8 / 99 * 0.9), 1e-12);
  EXPECT_LE(appraised->two_sided[1].lower, appraised->one_sided[1].lower);
  EXPECT_GE(appraised->two_sided[1].upper, appraised->one_sided[1].upper);
}

TEST(Share, LargeFramesAreNearTheNormal) {
  const auto appraised = appraise_share(1'000'000'000, 10'000, 1'000);
  ASSERT_TRUE(appraised.has_value());
  const double half = 1.959964 * appraised->error_units;
  EXPECT_NEAR(static_cast<double>(appraised->two_sided[2].lower), 1e8 - half, half * 0.03);
  EXPECT_NEAR(static_cast<double>(appraised->two_sided[2].upper), 1e8 + half, half * 0.03);
}

TEST(Share, RefusesCountsThatCannotBe) {
  for (const auto& [units, sample, found] : {std::tuple{10, 5, 6}, {10, 11, 1}, {10, 1, 0}, {0, 0, 0}})
    EXPECT_EQ(appraise_share(static_cast<std::uint64_t>(units), static_cast<std::uint64_t>(sample),
                             static_cast<std::uint64_t>(found))
                  .error()
                  .code,
              "bad_counts");
  EXPECT_EQ(appraise_share(kMaxShareUnits + 1, 5, 1).error().code, "bad_counts");
}

}  // namespace
}  // namespace qiuhao::screening
