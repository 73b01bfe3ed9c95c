// Binning as training saw it.
#include "screening/learning/column_spread.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "base/check.h"

namespace qiuhao::screening {
namespace {

std::size_t bins_of(const ColumnUse& use, const ColumnSpread& spread) {
  const std::size_t values = use.kind == ColumnKind::numeric ? spread.edges.size() + 1 : use.levels.size() + 1;
  return values + 1;  // the empty; of levels also those never seen
}

// Rows by bin; levels never seen have the last bin but one.
std::vector<std::size_t> counts_of(const ColumnUse& use, const ColumnSpread& spread, const TableColumn& column) {
  std::vector<std::size_t> counts(bins_of(use, spread), 0);
  if (use.kind == ColumnKind::numeric) {
    for (const double number : column.numbers) {
      const auto edge = std::ranges::lower_bound(spread.edges, number);
      ++counts[std::isnan(number) ? counts.size() - 1 : static_cast<std::size_t>(edge - spread.edges.begin())];
    }
    return counts;
  }
  std::map<std::string_view, std::size_t> places;
  for (std::size_t i = 0; i < use.levels.size(); ++i) places[use.levels[i].text] = i;
  for (const std::uint16_t code : column.codes) {
    const auto found = code < column.texts.size() ? places.find(column.texts[code]) : places.end();
    const std::size_t unseen = use.levels.size();
    ++counts[code == kEmptyCell ? counts.size() - 1 : found == places.end() ? unseen : found->second];
  }
  return counts;
}

}  // namespace

ColumnSpread spread_of(const ColumnUse& use, const TableColumn& column) {
  ColumnSpread spread;
  if (use.kind == ColumnKind::numeric) {
    std::vector<double> sorted;
    std::ranges::copy_if(column.numbers, std::back_inserter(sorted), [](double number) { return !std::isnan(number); });
    std::ranges::sort(sorted);
    for (std::size_t bin = 1; bin < kSpreadBins && !sorted.empty(); ++bin) {
      const double edge = sorted[(sorted.size() * bin - 1) / kSpreadBins];
      if ((spread.edges.empty() || edge > spread.edges.back()) && edge < sorted.back()) spread.edges.push_back(edge);
    }
    if (!sorted.empty()) spread.least = sorted.front(), spread.most = sorted.back();
  }
  spread.counts = counts_of(use, spread, column);
  return spread;
}

ColumnDrift drift_of(const ColumnUse& use, const ColumnSpread& spread, const TableColumn& column) {
  const std::vector<std::size_t> counts = counts_of(use, spread, column);
  CHECK(counts.size() == spread.counts.size());
  const auto total_of = [](std::span<const std::size_t> numbers) {
    double total = 0;
    for (const std::size_t number : numbers) total += static_cast<double>(number) + 0.5;
    return total;
  };
  const double before = total_of(spread.counts);
  const double now = total_of(counts);
  ColumnDrift drift;
  double bins = 0;
  for (std::size_t bin = 0; bin < counts.size(); ++bin) {
    if (counts[bin] + spread.counts[bin] == 0) continue;
    const double p = (static_cast<double>(spread.counts[bin]) + 0.5) / before;
    const double q = (static_cast<double>(counts[bin]) + 0.5) / now;
    drift.index += (q - p) * std::log(q / p);
    bins += 1;
  }
  const double degrees = std::max(bins - 1, 1.0);
  const double chance = (1 / before + 1 / now) * (degrees + 3 * std::sqrt(2 * degrees));
  drift.is_moved = drift.index >= kMovedIndex && drift.index > chance;
  if (use.kind != ColumnKind::numeric) return drift;
  for (const double number : column.numbers) drift.beyond += number < spread.least || number > spread.most ? 1 : 0;
  return drift;
}

}  // namespace qiuhao::screening
