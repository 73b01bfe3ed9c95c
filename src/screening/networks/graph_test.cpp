// Graphs against a plain search, closed formulas and graphs whose answer is plain to see.
#include "screening/networks/graph.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <set>

#include "screening/networks/test_random.h"

namespace qiuhao::screening {
namespace {

// By joining sets again and again.
std::vector<std::uint32_t> plain_components(std::uint32_t nodes, const std::vector<GraphEdge>& edges) {
  std::vector<std::uint32_t> of(nodes);
  std::iota(of.begin(), of.end(), 0U);
  for (bool changed = true; changed;) {
    changed = false;
    for (const GraphEdge& edge : edges) {
      const std::uint32_t least = std::min(of[edge.a], of[edge.b]);
      changed = changed || of[edge.a] != least || of[edge.b] != least;
      of[edge.a] = of[edge.b] = least;
    }
  }
  std::vector<std::uint32_t> firsts;
  for (std::uint32_t& group : of) {
    const auto found = std::find(firsts.begin(), firsts.end(), group);
    if (found == firsts.end()) firsts.push_back(group);
    group = static_cast<std::uint32_t>(std::find(firsts.begin(), firsts.end(), group) - firsts.begin());
  }
  return of;
}

TEST(Graph, ComponentsAreThoseOfAPlainSearch) {
  Random random(4);
  for (int round = 0; round < 50; ++round) {
    const std::uint32_t nodes = 1 + random.below(60);
    std::vector<GraphEdge> edges;
    for (std::uint32_t edge = random.below(50); edge > 0; --edge)
      edges.push_back({random.below(nodes), random.below(nodes), 1});
    EXPECT_EQ(*connected_components(nodes, edges), plain_components(nodes, edges));
  }
  EXPECT_TRUE(connected_components(0, {})->empty());
}

TEST(Graph, TheMiddleOfAStarIsBetweenAll) {
  std::vector<GraphEdge> star;
  for (std::uint32_t leaf = 1; leaf < 8; ++leaf) star.push_back({0, leaf, static_cast<double>(leaf)});
  const auto found = centrality(8, star);
  EXPECT_EQ(found->degree[0], 7U);
  EXPECT_EQ(found->strength[0], 28);
  EXPECT_EQ(found->betweenness[0], 1);
  EXPECT_EQ(found->betweenness[3], 0);
  EXPECT_EQ(found->strength[3], 3);
}

TEST(Graph, APathIsBetweenByTheClosedFormula) {
  constexpr std::uint32_t kNodes = 9;
  std::vector<GraphEdge> path;
  for (std::uint32_t node = 1; node < kNodes; ++node) path.push_back({node - 1, node, 1});
  const auto found = centrality(kNodes, path);
  for (std::uint32_t node = 0; node < kNodes; ++node)
    EXPECT_NEAR(found->betweenness[node], node * (kNodes - 1.0 - node) / (8 * 7 / 2.0), 1e-12);
}

TEST(Graph, BetweennessIsLeftOutOfGraphsTooLarge) {
  constexpr std::uint32_t kNodes = 10'000;
  std::vector<GraphEdge> path;
  for (std::uint32_t node = 1; node < kNodes; ++node) path.push_back({node - 1, node, 1});
  EXPECT_TRUE(centrality(kNodes, path)->betweenness.empty());
}

// Five circles of friends, each whole, joined by single meetings.
TEST(Graph, CommunitiesAreTheCirclesOfFriends) {
  constexpr std::uint32_t kCircles = 5;
  constexpr std::uint32_t kSize = 8;
  std::vector<GraphEdge> edges;
  for (std::uint32_t circle = 0; circle < kCircles; ++circle) {
    for (std::uint32_t a = 0; a < kSize; ++a) {
      for (std::uint32_t b = a + 1; b < kSize; ++b) edges.push_back({circle * kSize + a, circle * kSize + b, 9});
    }
    edges.push_back({circle * kSize, (circle + 1) % kCircles * kSize, 5});
  }
  const auto found = communities(kCircles * kSize, edges);
  for (std::uint32_t node = 0; node < kCircles * kSize; ++node) EXPECT_EQ((*found)[node], node / kSize);
  for (int again = 0; again < 3; ++again) EXPECT_EQ(*communities(kCircles * kSize, edges), *found);
}

TEST(Graph, ARandomGraphHasTheSameCommunitiesEveryTime) {
  Random random(9);
  std::vector<GraphEdge> edges;
  for (int edge = 0; edge < 3'000; ++edge)
    edges.push_back({random.below(400), random.below(400), 1.0 + random.below(9)});
  const auto first = communities(400, edges);
  EXPECT_EQ(*communities(400, edges), *first);
  EXPECT_GT(std::set<std::uint32_t>(first->begin(), first->end()).size(), 1U);
}

}  // namespace
}  // namespace qiuhao::screening
