// From a file to a model: read, decide columns, encode, train, measure.
#include "screening/learning/provider_model.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/check.h"
#include "screening/learning/provider_folds.h"

namespace qiuhao::screening {
namespace {

// The providers of the rows with a label, numbered anew.
TrainingRows labelled_rows(const FeatureTable& table, const FeatureMatrix& matrix, std::uint64_t seed) {
  std::vector<std::uint32_t> which;
  for (std::uint32_t row = 0; row < table.rows; ++row) {
    if (table.labels[row] != kNoLabel) which.push_back(row);
  }
  TrainingRows rows;
  rows.matrix = matrix.take(which);
  constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();
  std::vector<std::uint32_t> numbers(table.ids.size(), kNone);
  for (const std::uint32_t row : which) {
    std::uint32_t& number = numbers[table.id_rows[row]];
    if (number == kNone) {
      number = static_cast<std::uint32_t>(rows.keys.size());
      rows.keys.push_back(provider_key(table.ids[table.id_rows[row]], seed));
    }
    rows.providers.push_back(number);
    rows.labels.push_back(static_cast<std::uint8_t>(table.labels[row]));
  }
  return rows;
}

Status check_classes(const FeatureTable& table, const TrainWords& words, const TrainingRows& rows, int folds) {
  const Place place{table.file, 0, 0, words.label};
  enum : std::uint8_t { kHasNegative = 1, kHasPositive = 2 };
  std::vector<std::uint8_t> seen(rows.keys.size(), 0);
  for (std::size_t row = 0; row < rows.labels.size(); ++row)
    seen[rows.providers[row]] |= rows.labels[row] != 0 ? kHasPositive : kHasNegative;
  std::size_t positive = 0;
  for (const std::uint8_t kinds : seen) positive += (kinds & kHasPositive) != 0 ? 1 : 0;
  const std::size_t negative = seen.size() - positive;
  if (positive == 0 || negative == 0) {
    const bool lacks_positive = positive == 0;
    return input_error(
        "one_class",
        Sentence{fmt::format("column {} has no provider labelled {}; a model learns from both kinds. Without labels, "
                             "use qiuhao screen outliers",
                             words.label, lacks_positive ? "1" : "0"),
                 fmt::format("“{}”列没有标为 {} 的机构；模型要从两类中学习。没有标签时请用 qiuhao screen outliers",
                             words.label, lacks_positive ? "1（是）" : "0（否）")},
        place);
  }
  const std::size_t fewest = fewest_of_class(folds);
  const std::size_t fewer = std::min(positive, negative);
  if (fewer >= fewest) return {};
  return input_error(
      "too_few_of_class",
      Sentence{
          fmt::format("column {} labels {} providers {}, and {} folds need {}; label more, or use fewer --folds "
                      "({} at least)",
                      words.label, fewer, positive < negative ? "1" : "0", folds, fewest, kFewestFolds),
          fmt::format("“{}”列标为 {} 的机构只有 {} 家，{} 折至少要 {} 家；请多标一些，或减少 --folds（最少 {}）",
                      words.label, positive < negative ? "1（是）" : "0（否）", fewer, folds, fewest, kFewestFolds)},
      place);
}

std::vector<ScoredLabel> scored(std::span<const double> probabilities, std::span<const std::uint8_t> labels) {
  std::vector<ScoredLabel> rows;
  for (std::size_t row = 0; row < labels.size(); ++row) rows.push_back({probabilities[row], labels[row] != 0});
  return rows;
}

std::vector<HeldOutRow> held_out_rows(const FeatureTable& table, const NestedTraining& nested) {
  std::vector<HeldOutRow> held;
  for (std::size_t row = 0; row < table.rows; ++row) {
    if (table.labels[row] == kNoLabel) continue;
    const std::size_t at = held.size();
    held.push_back(
        {table.ids[table.id_rows[row]], table.labels[row] == 1, nested.fold[at] + 1, nested.probabilities[at]});
  }
  return held;
}

Status add_importance(const FeatureEncoder& encoder, const FeatureMatrix& matrix, ProviderModel& model) {
  ASSIGN(const std::vector<float> contributions, model.trees->contributions(matrix));
  const UseContributions sums = contributions_of_uses(encoder, contributions, matrix.rows);
  const std::size_t uses = encoder.uses().size();
  model.importance.assign(uses, 0);
  for (std::size_t i = 0; i < sums.values.size(); ++i) model.importance[i % uses] += std::abs(sums.values[i]);
  for (double& mean : model.importance) mean /= static_cast<double>(matrix.rows);
  return {};
}

}  // namespace

UseContributions contributions_of_uses(const FeatureEncoder& encoder, std::span<const float> contributions,
                                       std::size_t rows) {
  const std::size_t width = encoder.columns() + 1;
  CHECK(contributions.size() == rows * width);
  UseContributions sums;
  for (std::size_t row = 0; row < rows; ++row) {
    const std::span<const float> of_row = contributions.subspan(row * width, width);
    for (const EncodedRange& range : encoder.ranges()) {
      double sum = 0;
      for (std::size_t column = range.begin; column < range.end; ++column) sum += of_row[column];
      sums.values.push_back(sum);
    }
    sums.bias.push_back(of_row[width - 1]);
  }
  return sums;
}

Result<TrainedModel> train_provider_model(const Path& file, const TrainWords& words, const TrainingOptions& options) {
  ASSIGN(const FeatureTable table, read_feature_table(file, {words.id, words.label, words.ignored}));
  TrainedModel trained;
  ProviderModel& model = trained.model;
  ASSIGN(model.uses, uses_of_columns(table, words.categorical));
  const FeatureEncoder encoder(model.uses);
  ASSIGN(const FeatureMatrix matrix, encoder.encode(table));
  const TrainingRows rows = labelled_rows(table, matrix, options.seed);
  TRY(check_classes(table, words, rows, options.folds));

  model.leaks = find_leaks(table, model.uses);
  for (const ColumnUse& use : encoder.uses()) model.spreads.push_back(spread_of(use, *table.find(use.name)));
  ASSIGN(NestedTraining nested, train_nested(rows, options));
  const auto measures =
      compare_measures(scored(nested.probabilities, rows.labels), scored(nested.baseline, rows.labels), rows.providers,
                       rows.keys.size(), options.seed);
  CHECK(measures.has_value());
  trained.held_out = held_out_rows(table, nested);
  model.measures = *measures;
  model.choice = nested.fitted->choice;
  model.fold_choices = nested.choices;
  model.calibration = nested.fitted->calibration;
  model.trees = std::move(nested.fitted->trees);
  TRY(model.trees->set_threads(options.threads));
  TRY(add_importance(encoder, rows.matrix, model));
  model.facts = {
      table.file,       table.hash, words.id,     words.label,  rows.labels.size(), table.rows - rows.labels.size(),
      rows.keys.size(), 0,          options.seed, options.folds};
  for (const std::uint8_t label : rows.labels) model.facts.positives += label;
  return trained;
}

}  // namespace qiuhao::screening
