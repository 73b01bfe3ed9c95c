// Growing and walking trees; everything random comes from one row of draws.
#include "screening/learning/isolation_forest.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>

#include "base/check.h"
#include "screening/learning/seeded_draws.h"

namespace qiuhao::screening {

double mean_search_path(std::size_t rows) {
  if (rows < 2) return 0;
  double harmonic = 0;
  for (std::size_t i = 1; i < rows; ++i) harmonic += 1 / static_cast<double>(i);
  const auto count = static_cast<double>(rows);
  return 2 * harmonic - 2 * (count - 1) / count;
}

struct IsolationForest::Grower {
  std::span<const double> values;
  std::size_t columns;
  std::size_t height;
  SeededDraws draws;
  std::vector<Node> nodes{};
  std::vector<std::uint32_t> varying{};

  double at(std::uint32_t row, std::size_t column) const { return values[row * columns + column]; }

  // Columns in which these rows differ.
  void find_varying(std::span<const std::uint32_t> rows) {
    varying.clear();
    for (std::uint32_t column = 0; column < columns; ++column) {
      const double first = at(rows[0], column);
      if (std::ranges::any_of(rows, [&](std::uint32_t row) { return at(row, column) != first; }))
        varying.push_back(column);
    }
  }

  void grow(std::span<std::uint32_t> rows, std::size_t depth) {
    const std::size_t place = nodes.size();
    nodes.push_back({0, 0, mean_search_path(rows.size())});
    if (depth >= height || rows.size() < 2) return;
    find_varying(rows);
    if (varying.empty()) return;
    const std::uint32_t column = varying[draws.below(varying.size())];
    const auto [least, most] = std::ranges::minmax(rows, {}, [&](std::uint32_t row) { return at(row, column); });
    const double low = at(least, column), high = at(most, column);
    const double drawn = low + (high - low) * draws.unit();
    const double cut = drawn > low ? drawn : std::nextafter(low, high);  // both sides get rows
    const auto right =
        std::partition(rows.begin(), rows.end(), [&](std::uint32_t row) { return at(row, column) < cut; });
    const auto left_count = static_cast<std::size_t>(right - rows.begin());
    nodes[place].column = column;
    nodes[place].cut = cut;
    grow(rows.first(left_count), depth + 1);
    nodes[place].right = static_cast<std::uint32_t>(nodes.size());
    grow(rows.subspan(left_count), depth + 1);
  }
};

IsolationForest IsolationForest::train(std::span<const double> values, std::size_t columns,
                                       const ForestOptions& options) {
  CHECK(columns > 0 && !values.empty() && values.size() % columns == 0 && options.trees > 0 && options.sample > 1);
  const std::size_t rows = values.size() / columns;
  const std::size_t sample = std::min(options.sample, rows);
  IsolationForest forest;
  forest.usual_length_ = std::max(mean_search_path(sample), 1.0);
  const auto height = static_cast<std::size_t>(std::bit_width(std::max<std::size_t>(sample, 2) - 1));  // ⌈log₂ sample⌉
  Grower grower{values, columns, height, SeededDraws(options.seed)};
  std::vector<std::uint32_t> all(rows);
  std::iota(all.begin(), all.end(), 0U);
  for (int tree = 0; tree < options.trees; ++tree) {
    for (std::size_t i = 0; i < sample; ++i) std::swap(all[i], all[i + grower.draws.below(rows - i)]);
    std::vector<std::uint32_t> drawn(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(sample));
    grower.nodes.clear();
    grower.grow(drawn, 0);
    forest.trees_.push_back(grower.nodes);
  }
  return forest;
}

double IsolationForest::path_length(std::span<const double> row) const {
  double sum = 0;
  for (const std::vector<Node>& nodes : trees_) {
    std::size_t place = 0;
    for (; nodes[place].right != 0; sum += 1)
      place = row[nodes[place].column] < nodes[place].cut ? place + 1 : nodes[place].right;
    sum += nodes[place].cut;
  }
  return sum / static_cast<double>(trees_.size());
}

double IsolationForest::score(std::span<const double> row) const {
  return std::exp2(-path_length(row) / usual_length_);
}

}  // namespace qiuhao::screening
