// Graphs of people by igraph: who hangs together, who is in the middle, which parts of a large one belong closer.
#pragma once

#include <span>
#include <vector>

#include "base/result.h"

namespace qiuhao::screening {

struct GraphEdge {
  std::uint32_t a = 0;  // below the number of nodes
  std::uint32_t b = 0;
  double weight = 1;
};

// By node its component; components are numbered by their first node. Errors of all: "graph_failed" (memory).
Result<std::vector<std::uint32_t>> connected_components(std::uint32_t nodes, std::span<const GraphEdge> edges);

// By node. Betweenness is the share of the other pairs whose shortest ways (by edges) lead through the node, 0 … 1; it
// costs nodes × edges, so beyond kMostForBetweenness of these it is left out: empty.
struct Centrality {
  std::vector<std::uint32_t> degree;
  std::vector<double> strength;  // sum of the weights of its edges
  std::vector<double> betweenness;
};
inline constexpr std::size_t kMostForBetweenness = 50'000'000;
Result<Centrality> centrality(std::uint32_t nodes, std::span<const GraphEdge> edges);

// By node its community, numbered by their first node: Leiden's algorithm (Traag, Waltman and van Eck 2019) for
// modularity by weights, until nothing changes, from a fixed seed.
Result<std::vector<std::uint32_t>> communities(std::uint32_t nodes, std::span<const GraphEdge> edges);

}  // namespace qiuhao::screening
