// Providers against their peers: by brute force over stays, over chance, and where peers differ anyway.
#include "screening/peers/peer_funnels.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <random>

namespace qiuhao::screening {
namespace {

std::size_t figure_of(std::string_view name) {
  const auto figures = peer_figures();
  const auto found = std::ranges::find(figures, name, &PeerFigure::name);
  EXPECT_NE(found, figures.end());
  return static_cast<std::size_t>(found - figures.begin());
}

PeerSum share_of(int provider, std::int64_t events, std::int64_t stays, const std::string& level = "05") {
  const auto total = static_cast<double>(events);
  return {figure_of("batch_tests"), fmt::format("H{:03}", provider), "", "hospital", level, "I63", stays, total, total};
}

const PeerTest& test_of(const PeerReport& report, const std::string& provider) {
  return *std::ranges::find(report.tests, provider, &PeerTest::provider);
}

std::size_t outliers_of(const PeerReport& report) {
  return static_cast<std::size_t>(std::ranges::count_if(report.tests, &PeerTest::is_outlier));
}

// Twelve hospitals with a tenth, one with nine tenths of many, three with all of few.
TEST(PeerFunnels, ManyCasesStandOutAndFewDoNot) {
  std::vector<PeerSum> sums;
  for (int provider = 0; provider < 12; ++provider) sums.push_back(share_of(provider, 9 + provider % 4, 100));
  sums.push_back(share_of(20, 90, 100));
  sums.push_back(share_of(21, 1, 1));
  sums.push_back(share_of(22, 2, 2));
  sums.push_back(share_of(30, 5, 5, "02"));  // alone at its level
  const PeerReport report = test_peers(sums, {});
  EXPECT_EQ(report.providers, 16U);
  EXPECT_EQ(report.without_peers, 1U);
  EXPECT_EQ(outliers_of(report), 1U);
  EXPECT_EQ(report.tests.front().provider, "H020");
  const PeerTest& few = test_of(report, "H022");
  EXPECT_GT(few.distance, 3);  // a share of 1 is far from a tenth, and still chance
  EXPECT_FALSE(few.is_outlier);
  EXPECT_EQ(few.peers, 13U);
  // All of the others: 9+10+11+12 three times, 90, 1 and 2 are 219 of 1,303; without the two of H022 217 of 1,301.
  EXPECT_DOUBLE_EQ(few.target, (219 - 2 + 0.5) / (1'303 - 2 + 1));
}

// A mean against stays that are written out: no sums, no formula for a variance of sums.
TEST(PeerFunnels, MeansAreThoseOfStaysOfTheSameDiagnosis) {
  std::mt19937_64 random(5);
  std::normal_distribution<double> noise(0, 0.4);
  std::map<std::pair<int, std::string>, std::vector<double>> stays;  // logarithms of money
  for (int provider = 0; provider < 12; ++provider) {
    for (int stay = 0; stay < 60; ++stay) {
      // H001 has the dear illness above all, H002 charges one and a half times as much for each.
      const bool is_dear = provider == 1 ? stay % 10 != 0 : stay % 4 == 0;
      const double usual = is_dear ? 10 : 8;
      stays[{provider, is_dear ? "I21" : "J18"}].push_back(usual + noise(random) + (provider == 2 ? std::log(1.5) : 0));
    }
  }
  std::vector<PeerSum> sums;
  for (const auto& [key, values] : stays) {
    PeerSum sum{figure_of("stay_cost"), fmt::format("H{:03}", key.first), "", "hospital", "05", key.second};
    for (const double value : values) {
      ++sum.stays;
      sum.total += value;
      sum.squares += value * value;
    }
    sums.push_back(sum);
  }
  const PeerReport report = test_peers(sums, {});
  ASSERT_EQ(report.tests.size(), 12U);
  EXPECT_EQ(outliers_of(report), 1U);
  EXPECT_EQ(report.tests.front().provider, "H002");
  EXPECT_FALSE(test_of(report, "H001").is_outlier);
  for (int provider = 0; provider < 12; ++provider) {
    double expected = 0, variance = 0, total = 0;
    for (const std::string diagnosis : {"I21", "J18"}) {
      const auto& own = stays[{provider, diagnosis}];
      std::vector<double> others;
      for (const auto& [key, values] : stays) {
        if (key.first != provider && key.second == diagnosis) others.insert(others.end(), values.begin(), values.end());
      }
      double mean = 0, squares = 0;
      for (const double value : others) mean += value / static_cast<double>(others.size());
      for (const double value : others) squares += (value - mean) * (value - mean);
      squares /= static_cast<double>(others.size() - 1);
      for (const double value : own) {
        expected += mean / 60;
        total += value / 60;
        variance += squares * (1 + static_cast<double>(own.size()) / static_cast<double>(others.size())) / 3'600;
      }
    }
    const PeerTest& test = test_of(report, fmt::format("H{:03}", provider));
    EXPECT_NEAR(std::log(test.value), total, 1e-9);
    EXPECT_NEAR(std::log(test.target), expected, 1e-9);
    EXPECT_NEAR(test.z * std::sqrt(test.dispersion), (total - expected) / std::sqrt(variance), 1e-6);
  }
}

// Hospitals of one chance and very different sizes: hardly a city has an outlier, though small ones are often far.
TEST(PeerFunnels, ChanceAloneMakesNoOutliers) {
  std::mt19937_64 random(7);
  int cities = 0, far = 0;
  for (int city = 0; city < 300; ++city) {
    std::vector<PeerSum> sums;
    for (int provider = 0; provider < 30; ++provider) {
      const int stays = std::uniform_int_distribution<int>(1, provider % 3 == 0 ? 12 : 400)(random);
      sums.push_back(share_of(provider, std::binomial_distribution<int>(stays, 0.2)(random), stays));
    }
    const PeerReport report = test_peers(sums, {});
    cities += outliers_of(report) > 0;
    far += std::ranges::any_of(report.tests, [](const PeerTest& test) { return test.distance > 3; });
  }
  EXPECT_LE(cities, 15);  // 0.05 of 300
  EXPECT_GT(far, 60);
}

// Where each hospital has a chance of its own, the limits are as wide as that.
TEST(PeerFunnels, PeersThatDifferAnywayWidenTheLimits) {
  std::mt19937_64 random(9);
  std::vector<PeerSum> sums;
  for (int provider = 0; provider < 40; ++provider) {
    const double own = std::uniform_real_distribution<double>(0.1, 0.4)(random);
    sums.push_back(share_of(provider, std::binomial_distribution<int>(500, own)(random), 500));
  }
  sums.push_back(share_of(90, 480, 500));
  const PeerReport report = test_peers(sums, {});
  EXPECT_GT(report.tests.front().dispersion, 10);
  EXPECT_EQ(outliers_of(report), 1U);
  EXPECT_EQ(report.tests.front().provider, "H090");
  EXPECT_LT(report.tests.front().limit, 0.96);
}

TEST(PeerFunnels, RulesComeFromTheTables) {
  const auto shipped = rules::Parameters::load({QIUHAO_SOURCE_DIR "/policy/parameters"});
  const auto rules = read_peer_rules(*shipped, *parse_day("2026-11-30"));
  ASSERT_TRUE(rules) << rules.error().text();
  EXPECT_EQ(rules->stays_least, 10U);
  EXPECT_DOUBLE_EQ(rules->false_share, 0.05);
  EXPECT_FALSE(rules->codes.batch_test_words.empty());
  EXPECT_EQ(read_peer_rules({}, 0).error().code, "no_parameter");
}

}  // namespace
}  // namespace qiuhao::screening
