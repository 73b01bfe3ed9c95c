// Tables with a known structure for tests and benchmarks: labels are drawn from probabilities that a formula gives, so
// that what the best of all models could reach is known.
#pragma once

#include <fmt/format.h>

#include <cmath>
#include <iterator>
#include <numbers>
#include <string>
#include <vector>

#include "screening/learning/ranking_measures.h"
#include "screening/learning/seeded_draws.h"

namespace qiuhao::screening {

struct MadeTable {
  std::string csv;                 // id, 25 columns of numbers, 5 of levels, label
  std::vector<ScoredLabel> truth;  // by row: the probability that the formula gave, and the label that was drawn
};

inline double made_normal(SeededDraws& draws) {
  const double radius = std::sqrt(-2 * std::log(1 - draws.unit()));
  return radius * std::cos(2 * std::numbers::pi * draws.unit());
}

// About one in eight is positive. Seven columns count, two only together and one only in its middle; the others are
// noise. One cell in thirty of the numbers is empty; with `strength` 0 nothing tells the label.
inline MadeTable make_test_table(std::size_t rows, std::uint64_t seed, double strength = 1) {
  constexpr const char* kGrades[] = {"三级", "二级", "一级", "未定级"};
  SeededDraws draws(seed);
  MadeTable made;
  auto to = std::back_inserter(made.csv);
  made.csv = "机构编码";
  for (int i = 1; i <= 25; ++i) fmt::format_to(to, ",指标{}", i);
  made.csv += ",等级,类别,区域,性质,专科,违规\n";
  for (std::size_t row = 0; row < rows; ++row) {
    double x[25];
    for (double& value : x) value = made_normal(draws);
    const std::size_t levels[5] = {draws.below(4), draws.below(3), draws.below(10), draws.below(2), draws.below(25)};
    const double margin = 1.2 * x[0] - 0.9 * x[1] + 1.1 * x[2] * x[3] + 1.4 * (std::abs(x[4]) < 0.5 ? 1 : 0) +
                          0.7 * std::max(x[5], 0.0) +
                          (levels[0] == 3   ? 1.0
                           : levels[0] == 0 ? -0.6
                                            : 0.0);
    const double probability = 1 / (1 + std::exp(-(strength * (margin - 0.7) - 2.2)));
    made.truth.push_back({probability, draws.unit() < probability});
    fmt::format_to(to, "H{:05}", row + 1);
    for (const double value : x) {
      if (draws.below(30) == 0)
        made.csv += ',';
      else
        fmt::format_to(to, ",{:.4f}", value);
    }
    fmt::format_to(to, ",{},类{},区{},性{},科{},{}\n", kGrades[levels[0]], levels[1], levels[2], levels[3], levels[4],
                   made.truth.back().positive ? 1 : 0);
  }
  return made;
}

}  // namespace qiuhao::screening
