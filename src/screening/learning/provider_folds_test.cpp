// What folds promise, on random tables.
#include "screening/learning/provider_folds.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "screening/learning/seeded_draws.h"

namespace qiuhao::screening {
namespace {

struct Rows {
  std::vector<std::uint32_t> providers;
  std::vector<std::uint8_t> labels;
  std::vector<std::uint64_t> keys;
};

Rows random_rows(SeededDraws& draws, std::size_t providers, std::uint64_t seed) {
  Rows rows;
  for (std::uint32_t provider = 0; provider < providers; ++provider) {
    rows.keys.push_back(provider_key("H" + std::to_string(provider), seed));
    for (std::size_t row = 0; row <= draws.below(4); ++row) {
      rows.providers.push_back(provider);
      rows.labels.push_back(draws.below(6) == 0 ? 1 : 0);
    }
  }
  return rows;
}

TEST(ProviderFolds, KeepProvidersTogetherAndClassesEven) {
  SeededDraws draws(1);
  for (int folds = kFewestFolds; folds <= kMostFolds; ++folds) {
    const Rows rows = random_rows(draws, 200, 5);
    const auto fold = folds_of(rows.providers, rows.labels, rows.keys, folds, 0);
    std::map<std::uint32_t, std::set<int>> of_provider;
    std::set<std::uint32_t> positive;
    for (std::size_t row = 0; row < fold.size(); ++row) {
      ASSERT_LT(fold[row], folds);
      of_provider[rows.providers[row]].insert(fold[row]);
      if (rows.labels[row] != 0) positive.insert(rows.providers[row]);
    }
    std::vector<int> positives(static_cast<std::size_t>(folds)), all(static_cast<std::size_t>(folds));
    for (const auto& [provider, seen] : of_provider) {
      ASSERT_EQ(seen.size(), 1U);
      ++all[static_cast<std::size_t>(*seen.begin())];
      positives[static_cast<std::size_t>(*seen.begin())] += positive.contains(provider) ? 1 : 0;
    }
    for (const auto& counts : {positives, all}) EXPECT_LE(std::ranges::max(counts) - std::ranges::min(counts), 1);
  }
}

TEST(ProviderFolds, DoNotDependOnTheOrderOfRows) {
  SeededDraws draws(2);
  const Rows rows = random_rows(draws, 50, 9);
  const auto fold = folds_of(rows.providers, rows.labels, rows.keys, 5, 0);
  std::vector<std::uint32_t> order(fold.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
  draws.shuffle(std::span(order));
  Rows shuffled{{}, {}, rows.keys};
  for (const std::uint32_t row : order) {
    shuffled.providers.push_back(rows.providers[row]);
    shuffled.labels.push_back(rows.labels[row]);
  }
  const auto again = folds_of(shuffled.providers, shuffled.labels, rows.keys, 5, 0);
  for (std::size_t i = 0; i < order.size(); ++i) EXPECT_EQ(again[i], fold[order[i]]);
}

TEST(ProviderFolds, SeedAndRoundChangeThem) {
  SeededDraws draws(3);
  Rows rows = random_rows(draws, 100, 1);
  const auto fold = folds_of(rows.providers, rows.labels, rows.keys, 5, 0);
  EXPECT_NE(folds_of(rows.providers, rows.labels, rows.keys, 5, 1), fold);
  for (std::size_t i = 0; i < rows.keys.size(); ++i) rows.keys[i] = provider_key("H" + std::to_string(i), 2);
  EXPECT_NE(folds_of(rows.providers, rows.labels, rows.keys, 5, 0), fold);
}

// With so few positives, a fold held out leaves every inner fold one; with one fewer, not.
TEST(ProviderFolds, FewestOfClassIsEnough) {
  for (int folds = kFewestFolds; folds <= kMostFolds; ++folds) {
    const auto fewest = static_cast<int>(fewest_of_class(folds));
    const auto left = [&](int positives) { return positives - (positives + folds - 1) / folds; };
    EXPECT_GE(fewest, folds);
    EXPECT_GE(left(fewest), kInnerFolds);
    EXPECT_TRUE(fewest == folds || left(fewest - 1) < kInnerFolds);
  }
}

}  // namespace
}  // namespace qiuhao::screening
