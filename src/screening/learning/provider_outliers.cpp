// Robust z of every column of numbers, two methods over it, and the mean of their places.
#include "screening/learning/provider_outliers.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
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

// The group of each row, by place in `groups`; all 0 without groups.
struct Grouping {
  std::vector<PeerGroup> groups;
  std::vector<std::size_t> of_row;
};

Result<Grouping> group_rows(const FeatureTable& table, const std::string& within) {
  Grouping grouping{{}, std::vector<std::size_t>(table.rows, 0)};
  if (within.empty()) return grouping;
  const TableColumn* column = table.find(within);
  if (column == nullptr || column->has_other_texts || column->texts.size() > kMaxLevels) {
    return input_error(
        "no_groups",
        Sentence{fmt::format("--within {}: there is no such column with at most {} different texts; name "
                             "one that tells which providers compare, such as their grade",
                             within, kMaxLevels),
                 fmt::format("--within {}：没有这样一列（不同取值最多 {} 种）；请写能说明哪些机构可比的列，例如等级",
                             within, kMaxLevels)},
        {table.file, 0, 0, within});
  }
  std::map<std::string, std::size_t> counts;
  const auto text_of = [&](std::size_t row) {
    const std::uint16_t code = column->codes[row];
    return code == kEmptyCell ? std::string() : column->texts[code];
  };
  for (std::size_t row = 0; row < table.rows; ++row) ++counts[text_of(row)];
  std::map<std::string, std::size_t> places;
  for (const auto& [text, rows] : counts) {
    places[text] = grouping.groups.size();
    grouping.groups.push_back({text, rows, rows >= kFewestOutlierRows});
  }
  for (std::size_t row = 0; row < table.rows; ++row) grouping.of_row[row] = places[text_of(row)];
  return grouping;
}

// Each row against its own group where that has a scale, else against all; nothing when all have none.
std::vector<double> z_of_column(const TableColumn& column, const Grouping& grouping) {
  const auto of_all = robust_scale_of(column.numbers);
  if (!of_all) return {};
  std::vector<RobustScale> scales(std::max<std::size_t>(grouping.groups.size(), 1), *of_all);
  for (std::size_t group = 0; group < grouping.groups.size(); ++group) {
    if (!grouping.groups[group].is_own) continue;
    std::vector<double> numbers;
    for (std::size_t row = 0; row < column.numbers.size(); ++row) {
      if (grouping.of_row[row] == group && !std::isnan(column.numbers[row])) numbers.push_back(column.numbers[row]);
    }
    const auto own = robust_scale_of(numbers);
    if (own && numbers.size() >= kFewestOutlierRows) scales[group] = *own;
  }
  std::vector<double> z;
  for (std::size_t row = 0; row < column.numbers.size(); ++row)
    z.push_back(scales[grouping.of_row[row]].of(column.numbers[row]));
  return z;
}

// A column of which all filled cells are the same has no scale and is left out.
ScaledTable scaled(const FeatureTable& table, std::span<const ColumnUse> uses, const Grouping& grouping,
                   const std::string& within) {
  ScaledTable result;
  std::vector<std::vector<double>> by_column;
  for (std::size_t i = 0; i < uses.size(); ++i) {
    if (uses[i].kind != ColumnKind::numeric || uses[i].name == within) continue;
    std::vector<double> z = z_of_column(table.columns[i], grouping);
    if (z.empty()) continue;
    result.columns.push_back(&table.columns[i]);
    by_column.push_back(std::move(z));
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
  ASSIGN(Grouping grouping, group_rows(table, words.within));
  const ScaledTable scale = scaled(table, result.uses, grouping, words.within);
  result.groups = std::move(grouping.groups);
  result.within = words.within;
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
