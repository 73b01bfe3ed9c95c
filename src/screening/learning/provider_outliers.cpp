// Robust z of every column of numbers, two methods over it, and the mean of their places.
#include "screening/learning/provider_outliers.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "screening/learning/isolation_forest.h"
#include "screening/learning/robust_distance.h"
#include "screening/learning/robust_scale.h"

namespace qiuhao::screening {
namespace {

struct ScaledTable {
  std::vector<const TableColumn*> columns;
  std::vector<double> z;  // rows × columns; NaN where empty
};

// A column of which all filled cells are the same has no scale and is left out.
ScaledTable scaled(const FeatureTable& table, std::span<const ColumnUse> uses) {
  ScaledTable result;
  std::vector<std::vector<double>> by_column;
  for (std::size_t i = 0; i < uses.size(); ++i) {
    if (uses[i].kind != ColumnKind::numeric) continue;
    const TableColumn& column = table.columns[i];
    const auto scale = robust_scale_of(column.numbers);
    if (!scale) continue;
    result.columns.push_back(&column);
    by_column.push_back(robust_z(column.numbers, *scale));
  }
  for (std::size_t row = 0; row < table.rows; ++row) {
    for (const std::vector<double>& z : by_column) result.z.push_back(z[row]);
  }
  return result;
}

// 0 for the least up to 1 for the most; equals share the mean of their places.
std::vector<double> places_of(std::span<const double> figures) {
  std::vector<std::size_t> order(figures.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, [&](auto a, auto b) { return figures[a] < figures[b]; });
  std::vector<double> places(figures.size());
  const double last = std::max(1.0, static_cast<double>(figures.size() - 1));
  for (std::size_t begin = 0; begin < order.size();) {
    std::size_t end = begin;
    while (end < order.size() && figures[order[end]] == figures[order[begin]]) ++end;
    const double mean = static_cast<double>(begin + end - 1) / 2;
    for (; begin < end; ++begin) places[order[begin]] = mean / last;
  }
  return places;
}

std::vector<FarColumn> far_columns(const ScaledTable& scaled, std::size_t row) {
  const std::size_t width = scaled.columns.size();
  std::vector<FarColumn> far;
  for (std::size_t i = 0; i < width; ++i) {
    const double z = scaled.z[row * width + i];
    if (std::abs(z) >= kFarZ) far.push_back({scaled.columns[i]->name, scaled.columns[i]->numbers[row], z});
  }
  std::ranges::stable_sort(far, [](const FarColumn& a, const FarColumn& b) { return std::abs(a.z) > std::abs(b.z); });
  if (far.size() > kFarColumns) far.resize(kFarColumns);
  return far;
}

Status check_rows(const FeatureTable& table) {
  if (table.rows >= kFewestOutlierRows) return {};
  return input_error(
      "too_few_rows",
      Sentence{fmt::format("has {} rows; what is usual shows with {} at least", table.rows, kFewestOutlierRows),
               fmt::format("只有 {} 行；至少要 {} 行才能看出常态", table.rows, kFewestOutlierRows)},
      {table.file, 0, 0, ""});
}

}  // namespace

Result<OutlierTable> find_provider_outliers(const Path& file, const OutlierWords& words) {
  ASSIGN(const FeatureTable table, read_feature_table(file, {words.id, "", words.ignored}));
  TRY(check_rows(table));
  OutlierTable result;
  result.file = table.file;
  ASSIGN(result.uses, uses_of_columns(table, {}));
  ScaledTable scale = scaled(table, result.uses);
  const std::size_t width = scale.columns.size();
  if (width == 0) {
    return input_error("no_numbers",
                       Sentence{"has no column of numbers that differ; outliers are told by numbers",
                                "没有取值不同的数列；离群要由数来判断"},
                       {table.file, 0, 0, ""});
  }
  for (const TableColumn* column : scale.columns) result.columns.push_back(column->name);

  const ShrunkCorrelation correlation = shrunk_correlation(scale.z, width);
  result.shrinkage = correlation.shrinkage;
  const std::vector<double> distances = robust_distances(scale.z, correlation);
  std::vector<double> filled = scale.z;
  for (double& z : filled) z = std::isnan(z) ? 0 : z;
  const auto forest = IsolationForest::train(filled, width, {.seed = words.seed});
  std::vector<double> scores;
  for (std::size_t row = 0; row < table.rows; ++row)
    scores.push_back(forest.score(std::span(filled).subspan(row * width, width)));
  const std::vector<double> by_forest = places_of(scores), by_distance = places_of(distances);
  for (std::size_t row = 0; row < table.rows; ++row) {
    result.rows.push_back({table.ids[table.id_rows[row]], row + 1, (by_forest[row] + by_distance[row]) / 2, scores[row],
                           distances[row], far_columns(scale, row)});
  }
  std::ranges::sort(result.rows, [](const OutlierRow& a, const OutlierRow& b) {
    return std::tie(b.unusualness, a.id, a.row) < std::tie(a.unusualness, b.id, b.row);
  });
  return result;
}

}  // namespace qiuhao::screening
