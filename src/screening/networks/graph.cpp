// The only file that knows igraph. Its handler of errors and its random numbers are of the whole process, so one thread
// at a time may be here.
#include "screening/networks/graph.h"

#include <fmt/format.h>
#include <igraph.h>

#include <limits>

#include "base/check.h"

namespace qiuhao::screening {
namespace {

constexpr igraph_uint_t kSeed = 20'250'101;
constexpr double kRandomness = 0.01;           // of Leiden's refinement, as its authors have it
constexpr igraph_integer_t kUntilStable = -1;  // rounds
constexpr std::uint32_t kUnnumbered = std::numeric_limits<std::uint32_t>::max();

std::unexpected<Error> graph_failed(igraph_error_t code) {
  return system_error("graph_failed", fmt::format("igraph: {}", igraph_strerror(code)));
}

#define TRY_GRAPH(expression)                                                                        \
  do {                                                                                               \
    if (const igraph_error_t code = (expression); code != IGRAPH_SUCCESS) return graph_failed(code); \
  } while (false)

// Errors come back as codes while it lives; without it igraph ends the program.
class QuietErrors {
 public:
  QuietErrors() : before_(igraph_set_error_handler(igraph_error_handler_ignore)) {}
  QuietErrors(const QuietErrors&) = delete;
  QuietErrors& operator=(const QuietErrors&) = delete;
  ~QuietErrors() { igraph_set_error_handler(before_); }

 private:
  igraph_error_handler_t* before_;
};

class IntVector {
 public:
  IntVector() { CHECK(igraph_vector_int_init(&vector_, 0) == IGRAPH_SUCCESS); }
  IntVector(const IntVector&) = delete;
  IntVector& operator=(const IntVector&) = delete;
  ~IntVector() { igraph_vector_int_destroy(&vector_); }
  igraph_vector_int_t* get() { return &vector_; }
  std::int64_t at(std::size_t place) const { return VECTOR(vector_)[place]; }

 private:
  igraph_vector_int_t vector_{};
};

class RealVector {
 public:
  RealVector() { CHECK(igraph_vector_init(&vector_, 0) == IGRAPH_SUCCESS); }
  RealVector(const RealVector&) = delete;
  RealVector& operator=(const RealVector&) = delete;
  ~RealVector() { igraph_vector_destroy(&vector_); }
  igraph_vector_t* get() { return &vector_; }
  double at(std::size_t place) const { return VECTOR(vector_)[place]; }

 private:
  igraph_vector_t vector_{};
};

class Graph {
 public:
  Graph() = default;
  Graph(const Graph&) = delete;
  Graph& operator=(const Graph&) = delete;
  ~Graph() {
    if (is_made_) igraph_destroy(&graph_);
  }

  Status make(std::uint32_t nodes, std::span<const GraphEdge> edges) {
    IntVector ends;
    TRY_GRAPH(igraph_vector_int_resize(ends.get(), static_cast<igraph_integer_t>(edges.size() * 2)));
    TRY_GRAPH(igraph_vector_resize(weights.get(), static_cast<igraph_integer_t>(edges.size())));
    for (std::size_t edge = 0; edge < edges.size(); ++edge) {
      CHECK(edges[edge].a < nodes && edges[edge].b < nodes);
      VECTOR(*ends.get())[2 * edge] = edges[edge].a;
      VECTOR(*ends.get())[2 * edge + 1] = edges[edge].b;
      VECTOR(*weights.get())[edge] = edges[edge].weight;
    }
    TRY_GRAPH(igraph_create(&graph_, ends.get(), nodes, IGRAPH_UNDIRECTED));
    is_made_ = true;
    return {};
  }
  const igraph_t* get() const { return &graph_; }

  RealVector weights;  // by edge

 private:
  igraph_t graph_{};
  bool is_made_ = false;
};

// Groups numbered by their first node.
std::vector<std::uint32_t> in_order(const IntVector& membership, std::uint32_t nodes) {
  std::vector<std::uint32_t> number(nodes, kUnnumbered);
  std::vector<std::uint32_t> groups(nodes);
  std::uint32_t next = 0;
  for (std::uint32_t node = 0; node < nodes; ++node) {
    std::uint32_t& of = number[static_cast<std::size_t>(membership.at(node))];
    if (of == kUnnumbered) of = next++;
    groups[node] = of;
  }
  return groups;
}

}  // namespace

Result<std::vector<std::uint32_t>> connected_components(std::uint32_t nodes, std::span<const GraphEdge> edges) {
  const QuietErrors quiet;
  Graph graph;
  TRY(graph.make(nodes, edges));
  IntVector membership;
  TRY_GRAPH(igraph_connected_components(graph.get(), membership.get(), nullptr, nullptr, IGRAPH_WEAK));
  return in_order(membership, nodes);
}

Result<Centrality> centrality(std::uint32_t nodes, std::span<const GraphEdge> edges) {
  const QuietErrors quiet;
  Graph graph;
  TRY(graph.make(nodes, edges));
  IntVector degree;
  RealVector strength;
  TRY_GRAPH(igraph_degree(graph.get(), degree.get(), igraph_vss_all(), IGRAPH_ALL, IGRAPH_LOOPS));
  TRY_GRAPH(
      igraph_strength(graph.get(), strength.get(), igraph_vss_all(), IGRAPH_ALL, IGRAPH_LOOPS, graph.weights.get()));
  Centrality found;
  for (std::uint32_t node = 0; node < nodes; ++node) {
    found.degree.push_back(static_cast<std::uint32_t>(degree.at(node)));
    found.strength.push_back(strength.at(node));
  }
  if (std::size_t{nodes} * edges.size() > kMostForBetweenness) return found;
  RealVector between;
  TRY_GRAPH(igraph_betweenness(graph.get(), between.get(), igraph_vss_all(), IGRAPH_UNDIRECTED, nullptr));
  const double pairs = nodes < 3 ? 1.0 : (nodes - 1.0) * (nodes - 2.0) / 2;
  for (std::uint32_t node = 0; node < nodes; ++node) found.betweenness.push_back(between.at(node) / pairs);
  return found;
}

Result<std::vector<std::uint32_t>> communities(std::uint32_t nodes, std::span<const GraphEdge> edges) {
  const QuietErrors quiet;
  Graph graph;
  TRY(graph.make(nodes, edges));
  RealVector strength;
  TRY_GRAPH(
      igraph_strength(graph.get(), strength.get(), igraph_vss_all(), IGRAPH_ALL, IGRAPH_LOOPS, graph.weights.get()));
  double all = 0;
  for (std::uint32_t node = 0; node < nodes; ++node) all += strength.at(node);
  if (all <= 0) return connected_components(nodes, edges);
  TRY_GRAPH(igraph_rng_seed(igraph_rng_default(), kSeed));
  IntVector membership;
  igraph_integer_t clusters = 0;
  // Modularity is Leiden's quality with strengths as weights of nodes and one over their sum as resolution.
  TRY_GRAPH(igraph_community_leiden(graph.get(), graph.weights.get(), strength.get(), 1 / all, kRandomness, false,
                                    kUntilStable, membership.get(), &clusters, nullptr));
  return in_order(membership, nodes);
}

}  // namespace qiuhao::screening
