// XGBoost as we use it: contributions add up, files come back the same, damaged ones never reach it.
#include "screening/learning/boosted_trees.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "screening/learning/booster_check.h"
#include "screening/learning/ranking_measures.h"
#include "screening/learning/seeded_draws.h"
#include "text/document.h"

namespace qiuhao::screening {
namespace {

struct World {
  FeatureMatrix matrix{400, 4, {}};
  std::vector<std::uint8_t> labels;
  World() {
    SeededDraws draws(4);
    for (std::size_t row = 0; row < matrix.rows; ++row) {
      float x[4];
      for (float& value : x) value = static_cast<float>(draws.unit() * 2 - 1);
      labels.push_back(draws.unit() < (x[0] * x[1] > 0 ? 0.8 : 0.1) ? 1 : 0);
      if (draws.below(10) == 0) x[2] = std::numeric_limits<float>::quiet_NaN();
      matrix.values.insert(matrix.values.end(), x, x + 4);
    }
  }
};

TEST(BoostedTrees, LearnWhatNoSingleColumnTells) {
  const World world;
  const auto trees = BoostedTrees::train(world.matrix, world.labels, {3, 50});
  ASSERT_TRUE(trees.has_value()) << trees.error().text();
  const auto margins = trees->margins(world.matrix);
  std::vector<ScoredLabel> scored;
  for (std::size_t row = 0; row < world.labels.size(); ++row)
    scored.push_back({(*margins)[row], world.labels[row] != 0});
  EXPECT_GT(*auc_of(scored), 0.85);
}

TEST(BoostedTrees, ContributionsAddUpToTheMargin) {
  const World world;
  const auto trees = BoostedTrees::train(world.matrix, world.labels, {4, 80});
  const auto margins = trees->margins(world.matrix);
  const auto contributions = trees->contributions(world.matrix);
  ASSERT_TRUE(margins && contributions);
  ASSERT_EQ(contributions->size(), world.matrix.rows * 5);
  for (std::size_t row = 0; row < world.matrix.rows; ++row) {
    double sum = 0;
    for (std::size_t column = 0; column < 5; ++column) sum += (*contributions)[row * 5 + column];
    EXPECT_NEAR(sum, (*margins)[row], 1e-4);
  }
}

// The margin expected when only the columns of the set are known: at a split on another column both ways are taken by
// their training weight (Lundberg, Erion and Lee, 2018, algorithm 1).
double expected(const text::Node& tree, std::size_t node, std::span<const float> row, unsigned known) {
  const auto at = [&](std::string_view key, std::size_t place) {
    return std::stod(tree.find(key)->items[place].scalar);
  };
  const double left = at("left_children", node);
  if (left < 0) return at("split_conditions", node);
  const auto left_node = static_cast<std::size_t>(left);
  const auto right_node = static_cast<std::size_t>(at("right_children", node));
  const auto column = static_cast<std::size_t>(at("split_indices", node));
  if ((known >> column & 1U) == 0) {
    const double weight = at("sum_hessian", left_node), other = at("sum_hessian", right_node);
    return (weight * expected(tree, left_node, row, known) + other * expected(tree, right_node, row, known)) /
           (weight + other);
  }
  const bool goes_left = std::isnan(row[column]) ? at("default_left", node) == 1
                                                 : row[column] < static_cast<float>(at("split_conditions", node));
  return expected(tree, goes_left ? left_node : right_node, row, known);
}

// Shapley's values by their definition, over every order in which columns can become known.
TEST(BoostedTrees, ContributionsAreShapleyValues) {
  const World world;
  const auto trees = BoostedTrees::train(world.matrix, world.labels, {3, 10});
  const auto document = text::parse_json(*trees->json(), "m");
  const auto& list = document->find("learner")->find("gradient_booster")->find("model")->find("trees")->items;
  ASSERT_EQ(list.size(), 10U);
  const auto contributions = trees->contributions(world.matrix);
  for (std::size_t index = 0; index < 40; ++index) {
    const std::span<const float> row = world.matrix.row(index);
    double expectations[16] = {};
    for (unsigned known = 0; known < 16; ++known) {
      for (const text::Node& tree : list) expectations[known] += expected(tree, 0, row, known);
    }
    double shapley[4] = {};
    int orders = 0;
    std::array<std::size_t, 4> order{0, 1, 2, 3};
    do {
      unsigned known = 0;
      for (const std::size_t column : order) {
        shapley[column] += expectations[known | 1U << column] - expectations[known];
        known |= 1U << column;
      }
      ++orders;
    } while (std::ranges::next_permutation(order).found);
    for (std::size_t column = 0; column < 4; ++column)
      EXPECT_NEAR((*contributions)[index * 5 + column], shapley[column] / orders, 1e-4);
  }
}

TEST(BoostedTrees, FewerRoundsAreTheFirstTrees) {
  const World world;
  const auto many = BoostedTrees::train(world.matrix, world.labels, {2, 60});
  const auto few = BoostedTrees::train(world.matrix, world.labels, {2, 20});
  EXPECT_EQ(*many->margins(world.matrix, 20), *few->margins(world.matrix));
}

TEST(BoostedTrees, ComeBackFromTheirTextTheSame) {
  const World world;
  const auto trees = BoostedTrees::train(world.matrix, world.labels, {3, 30});
  const std::string json = *trees->json();
  const auto again = BoostedTrees::load(json, 4, "m.json");
  ASSERT_TRUE(again.has_value()) << again.error().text();
  EXPECT_EQ(*again->margins(world.matrix), *trees->margins(world.matrix));
  EXPECT_EQ(*again->contributions(world.matrix), *trees->contributions(world.matrix));
  auto threaded = BoostedTrees::load(json, 4, "m.json");
  ASSERT_TRUE(threaded->set_threads(4).has_value());
  EXPECT_EQ(*threaded->contributions(world.matrix), *trees->contributions(world.matrix));
  EXPECT_EQ(*threaded->json(), json);
  EXPECT_EQ(*again->json(), json);
  EXPECT_EQ(*BoostedTrees::train(world.matrix, world.labels, {3, 30})->json(), json);
}

// Any of these would make XGBoost read beyond its lists, or go round for ever.
TEST(BoostedTrees, DamagedTextsAreRefused) {
  const World world;
  const auto trees = BoostedTrees::train(world.matrix, world.labels, {2, 3});
  const std::string json = *trees->json();
  EXPECT_TRUE(check_booster(json, 4, "m").has_value());
  EXPECT_FALSE(check_booster(json, 5, "m").has_value());
  const std::pair<std::string, std::string> changes[] = {{"\"left_children\":[1,", "\"left_children\":[900,"},
                                                         {"\"left_children\":[1,", "\"left_children\":[0,"},
                                                         {"\"left_children\":[1,", "\"left_children\":[-7,"},
                                                         {"\"left_children\":[1,", "\"left_children\":["},
                                                         {"\"right_children\":[2,", "\"right_children\":[1,"},
                                                         {"\"right_children\":[2,", "\"right_children\":[-1,"},
                                                         {"\"split_indices\":[", "\"split_indices\":[77,"},
                                                         {"\"split_type\":[0,", "\"split_type\":[1,"},
                                                         {"\"num_trees\":\"3\"", "\"num_trees\":\"9\""},
                                                         {"\"num_parallel_tree\":\"1\"", "\"num_parallel_tree\":\"0\""},
                                                         {"\"name\":\"gbtree\"", "\"name\":\"gblinear\""},
                                                         {"\"num_feature\":\"4\"", "\"num_feature\":\"400\""},
                                                         {"\"tree_info\":[0,", "\"tree_info\":[5,"},
                                                         {"\"trees\":[", "\"trees\":[7,"},
                                                         {"\"binary:logistic\"", "\"multi:softprob\""},
                                                         {"{", "["},
                                                         {"\"parents\":[2147483647,0,", "\"parents\":[2147483647,1,"},
                                                         {"\"base_weights\":[", "\"base_weights\":[1E99,"},
                                                         {"\"default_left\":[0", "\"default_left\":[2"},
                                                         {"\"version\":[1,7", "\"version\":[2,0"},
                                                         {"\"base_score\":\"", "\"base_score\":\"1"}};
  for (const auto& [from, to] : changes) {
    std::string damaged = json;
    const std::size_t place = damaged.find(from);
    ASSERT_NE(place, std::string::npos) << from;
    damaged.replace(place, from.size(), to);
    EXPECT_FALSE(BoostedTrees::load(damaged, 4, "m").has_value()) << to;
  }
}

// Bytes changed at random: refused, or read as some model; never a crash.
TEST(BoostedTrees, RandomDamageIsSurvived) {
  const World world;
  const auto trees = BoostedTrees::train(world.matrix, world.labels, {2, 3});
  const std::string json = *trees->json();
  SeededDraws draws(8);
  int refused = 0;
  for (int round = 0; round < 400; ++round) {
    std::string damaged = json;
    for (std::size_t i = 0; i <= draws.below(3); ++i)
      damaged[draws.below(damaged.size())] = "0123456789-.,[]{}\"eE"[draws.below(20)];
    const auto loaded = BoostedTrees::load(damaged, 4, "m");
    refused += loaded ? 0 : 1;
    if (loaded) {
      EXPECT_TRUE(loaded->margins(world.matrix).has_value());
    }
  }
  EXPECT_GT(refused, 300);
}

}  // namespace
}  // namespace qiuhao::screening
