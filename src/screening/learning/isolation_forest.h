// Isolation forest (F. T. Liu, K. M. Ting, Z.-H. Zhou, Isolation forest, ICDM 2008): rows that few random cuts set
// apart from the others are unusual.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace qiuhao::screening {

struct ForestOptions {
  int trees = 200;
  std::size_t sample = 256;  // rows of each tree, drawn without replacement
  std::uint64_t seed = 1;
};

class IsolationForest {
 public:
  // rows × columns, row by row, without NaN. Cuts are of columns that differ among the rows at hand, anywhere between
  // the least and the most; trees end at the height ⌈log₂ sample⌉.
  static IsolationForest train(std::span<const double> values, std::size_t columns, const ForestOptions& options);

  // Cuts that set the row apart, in the mean of all trees; where a tree ended early, what a search among the rows left
  // would take is added.
  double path_length(std::span<const double> row) const;
  // 2^(−path length / c(sample)): near 1 unusual, about a half usual.
  double score(std::span<const double> row) const;

 private:
  struct Node {
    std::uint32_t column = 0;
    std::uint32_t right = 0;  // 0: a leaf; the left child is the next node
    double cut = 0;           // of a leaf: the path length to add
  };
  struct Grower;

  std::vector<std::vector<Node>> trees_;
  double usual_length_ = 1;
};

// c(n): the mean path of an unsuccessful search in a binary search tree of n rows, 2 H(n−1) − 2 (n−1) / n.
double mean_search_path(std::size_t rows);

}  // namespace qiuhao::screening
