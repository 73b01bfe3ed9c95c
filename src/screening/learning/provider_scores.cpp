// Encodes as training did, predicts, explains.
#include "screening/learning/provider_scores.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace qiuhao::screening {
namespace {

std::string value_text(const ColumnUse& use, const TableColumn& column, std::size_t row) {
  const std::uint16_t code = column.codes[row];
  if (code < column.texts.size()) return column.texts[code];
  if (code == kEmptyCell) return "";
  return use.kind == ColumnKind::numeric ? fmt::format("{}", column.numbers[row]) : "…";
}

std::vector<ScoreReason> reasons_of(const FeatureEncoder& encoder, const FeatureTable& table, std::size_t row,
                                    std::span<const double> contributions) {
  std::vector<std::size_t> order(contributions.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order,
                           [&](auto a, auto b) { return std::abs(contributions[a]) > std::abs(contributions[b]); });
  std::vector<ScoreReason> reasons;
  for (const std::size_t use : order) {
    if (reasons.size() == kReasons || contributions[use] == 0) break;
    const std::string& name = encoder.uses()[use].name;
    reasons.push_back({name, value_text(encoder.uses()[use], *table.find(name), row), contributions[use]});
  }
  return reasons;
}

void add_drift(const ProviderModel& model, const FeatureEncoder& encoder, const FeatureTable& table,
               ScoredTable& result) {
  for (std::size_t i = 0; i < encoder.uses().size(); ++i) {
    const ColumnUse& use = encoder.uses()[i];
    const ColumnDrift drift = drift_of(use, model.spreads[i], *table.find(use.name));
    if (drift.is_moved || drift.beyond > 0) result.moved.push_back({use.name, drift});
  }
  for (const TableColumn& column : table.columns) {
    const auto known = std::ranges::find(model.uses, column.name, &ColumnUse::name);
    if (known == model.uses.end() && column.name != model.facts.label) result.unknown_columns.push_back(column.name);
  }
}

}  // namespace

Result<ScoredTable> score_table(const ProviderModel& model, const Path& file, const std::string& id) {
  TableWords words{id.empty() ? model.facts.id : id};
  for (const ColumnUse& use : model.uses) {
    for (const ColumnLevel& level : use.levels) words.kept[use.name].push_back(level.text);
  }
  ASSIGN(const FeatureTable table, read_feature_table(file, words));
  const FeatureEncoder encoder(model.uses);
  ScoredTable result;
  result.file = table.file;
  result.is_training_table = table.hash == model.facts.hash;
  ASSIGN(const FeatureMatrix matrix, encoder.encode(table, &result.unseen));
  ASSIGN(const std::vector<float> margins, model.trees->margins(matrix));
  ASSIGN(const std::vector<float> contributions, model.trees->contributions(matrix));
  const UseContributions sums = contributions_of_uses(encoder, contributions, table.rows);
  const std::size_t uses = encoder.uses().size();
  for (std::size_t row = 0; row < table.rows; ++row) {
    const std::span<const double> of_row = std::span(sums.values).subspan(row * uses, uses);
    result.scores.push_back({table.ids[table.id_rows[row]], row + 1, model.calibration.probability(margins[row]),
                             margins[row], reasons_of(encoder, table, row, of_row)});
  }
  std::ranges::sort(result.scores, [](const ProviderScore& a, const ProviderScore& b) {
    return std::tie(b.probability, a.id, a.row) < std::tie(a.probability, b.id, b.row);
  });
  add_drift(model, encoder, table, result);
  return result;
}

}  // namespace qiuhao::screening
