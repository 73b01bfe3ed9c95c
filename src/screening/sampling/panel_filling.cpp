// A flow with lower bounds, by augmenting paths; its value is at most three times the panel.
#include "screening/sampling/panel_filling.h"

#include <algorithm>
#include <numeric>

namespace qiuhao::screening {
namespace {

class Flow {
 public:
  std::size_t add_node() {
    edges_of_.emplace_back();
    return edges_of_.size() - 1;
  }

  void add_edge(std::size_t from, std::size_t to, std::uint64_t capacity) {
    if (capacity == 0) return;
    edges_of_[from].push_back(edges_.size());
    edges_.push_back({to, capacity});
    edges_of_[to].push_back(edges_.size());
    edges_.push_back({from, 0});
  }

  // The most that goes from one node to another.
  std::uint64_t most(std::size_t from, std::size_t to) {
    std::uint64_t all = 0;
    for (;;) {
      const std::uint64_t more = augment(from, to);
      if (more == 0) return all;
      all += more;
    }
  }

 private:
  struct Edge {
    std::size_t to;
    std::uint64_t left;
  };

  // One shortest path, by breadth.
  std::uint64_t augment(std::size_t from, std::size_t to) {
    constexpr auto kNone = static_cast<std::size_t>(-1);
    std::vector<std::size_t> by(edges_of_.size(), kNone);
    std::vector<std::size_t> reached{from};
    for (std::size_t at = 0; at < reached.size() && by[to] == kNone; ++at) {
      for (const std::size_t edge : edges_of_[reached[at]]) {
        const std::size_t next = edges_[edge].to;
        if (edges_[edge].left == 0 || next == from || by[next] != kNone) continue;
        by[next] = edge;
        reached.push_back(next);
      }
    }
    if (by[to] == kNone) return 0;
    std::uint64_t narrowest = ~std::uint64_t{0};
    for (std::size_t node = to; node != from; node = edges_[by[node] ^ 1].to)
      narrowest = std::min(narrowest, edges_[by[node]].left);
    for (std::size_t node = to; node != from; node = edges_[by[node] ^ 1].to) {
      edges_[by[node]].left -= narrowest;
      edges_[by[node] ^ 1].left += narrowest;
    }
    return narrowest;
  }

  std::vector<Edge> edges_;
  std::vector<std::vector<std::size_t>> edges_of_;
};

// Edges that must carry at least something are made of a free part and two to a source and a sink of their own.
class BoundedFlow {
 public:
  BoundedFlow() : source_(flow_.add_node()), sink_(flow_.add_node()) {}

  std::size_t add_node() { return flow_.add_node(); }
  void add_edge(std::size_t from, std::size_t to, std::uint64_t least, std::uint64_t most) {
    flow_.add_edge(from, to, most - least);
    flow_.add_edge(source_, to, least);
    flow_.add_edge(from, sink_, least);
    needed_ += least;
  }
  bool is_possible() { return flow_.most(source_, sink_) == needed_; }

 private:
  Flow flow_;
  std::size_t source_;
  std::size_t sink_;
  std::uint64_t needed_ = 0;
};

}  // namespace

bool can_be_filled(std::span<const PanelGroup> groups, const PanelNeed& need) {
  const std::uint64_t quotas = std::accumulate(need.least.begin(), need.least.end(), std::uint64_t{0});
  if (quotas > need.count || need.institutions > need.count) return false;
  std::uint32_t institutions = 0;
  for (const PanelGroup& group : groups) institutions = std::max(institutions, group.institution + 1);

  BoundedFlow flow;
  const std::size_t begin = flow.add_node(), end = flow.add_node();
  const std::size_t first = flow.add_node(), further = flow.add_node(), free_places = flow.add_node();
  flow.add_edge(begin, first, 0, need.count);
  flow.add_edge(begin, further, 0, need.count - need.institutions);
  flow.add_edge(free_places, end, 0, need.count - quotas);
  flow.add_edge(end, begin, need.count, need.count);
  std::vector<std::size_t> of_quota, of_institution;
  for (const std::uint32_t least : need.least) {
    of_quota.push_back(flow.add_node());
    flow.add_edge(of_quota.back(), end, least, least);
  }
  for (std::uint32_t institution = 0; institution < institutions; ++institution) {
    of_institution.push_back(flow.add_node());
    flow.add_edge(first, of_institution.back(), 0, 1);
    flow.add_edge(further, of_institution.back(), 0, need.count);
  }
  for (const PanelGroup& group : groups) {
    const std::size_t in = flow.add_node(), out = flow.add_node();
    flow.add_edge(of_institution[group.institution], in, 0, need.count);
    flow.add_edge(in, out, group.taken, group.people);
    flow.add_edge(out, free_places, 0, need.count);
    for (const std::uint32_t quota : group.quotas) flow.add_edge(out, of_quota[quota], 0, need.count);
  }
  return flow.is_possible();
}

}  // namespace qiuhao::screening
