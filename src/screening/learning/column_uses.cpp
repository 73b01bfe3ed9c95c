// Deciding by all rows what a column is.
#include "screening/learning/column_uses.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "base/check.h"
#include "screening/learning/ranking_measures.h"

namespace qiuhao::screening {
namespace {

ColumnUse dropped(const TableColumn& column, Sentence why) {
  return {column.name, ColumnKind::dropped, std::move(why), column.empty};
}

std::vector<ColumnLevel> levels_of(const TableColumn& column) {
  std::vector<ColumnLevel> levels;
  for (const std::string& text : column.texts) levels.push_back({text});
  for (const std::uint16_t code : column.codes) {
    if (code < levels.size()) ++levels[code].rows;
  }
  for (ColumnLevel& level : levels) level.is_rare = level.rows < kFewestLevelRows;
  std::ranges::sort(levels, {}, &ColumnLevel::text);
  return levels;
}

std::unexpected<Error> text_in_numbers(const FeatureTable& table, const TableColumn& column) {
  const std::size_t numbers = table.rows - column.empty - column.words;
  return input_error(
      "text_in_numbers",
      Sentence{
          fmt::format("column {} has {} numbers and {} cells that are none, first '{}' in row {} below the header; "
                      "write a number without separators or leave the cell empty, or leave the column out with "
                      "--ignore",
                      column.name, numbers, column.words, column.first_word, column.first_word_row + 1),
          fmt::format("“{}”列有 {} 个数和 {} 个不是数的单元格，第一个是表头下第 {} 行的“{}”；请写不带分隔符的数或留空，"
                      "或用 --ignore 去掉该列",
                      column.name, numbers, column.words, column.first_word_row + 1, column.first_word)},
      {table.file, 0, 0, column.name});
}

Result<ColumnUse> use_of(const FeatureTable& table, const TableColumn& column, bool wants_levels) {
  const bool has_few_texts = !column.has_other_texts && column.texts.size() <= kMaxLevels;
  const std::size_t filled = table.rows - column.empty;
  if (filled == 0) return dropped(column, {"every cell is empty", "全部为空"});
  if (!column.has_other_texts && column.texts.size() == 1 && column.empty == 0)
    return dropped(column, {"the same in every row", "每行都相同"});
  if (column.words == 0 && !wants_levels) return ColumnUse{column.name, ColumnKind::numeric, {}, column.empty};
  if (has_few_texts) return ColumnUse{column.name, ColumnKind::categorical, {}, column.empty, levels_of(column)};
  if (!wants_levels && column.words * 2 < filled) return text_in_numbers(table, column);
  const std::string count = fmt::format("{}{}", column.has_other_texts ? ">" : "", column.texts.size());
  return dropped(column, {fmt::format("{} different texts, {} are the most", count, kMaxLevels),
                          fmt::format("有 {} 种文字，最多 {} 种", count, kMaxLevels)});
}

// The label's share at each level as the level's figure, so that a level which tells the label ranks it. Rare levels
// are one: each alone would tell its few rows by heart.
std::vector<double> level_shares(const ColumnUse& use, const TableColumn& column, std::span<const std::int8_t> labels) {
  std::map<std::string_view, bool> is_rare;
  for (const ColumnLevel& level : use.levels) is_rare[level.text] = level.is_rare;
  const auto group_of = [&](std::uint16_t code) {
    return code < column.texts.size() && is_rare[column.texts[code]] ? kOtherText : code;
  };
  std::map<std::uint16_t, std::pair<double, double>> counts;
  for (std::size_t row = 0; row < labels.size(); ++row) {
    if (labels[row] == kNoLabel) continue;
    auto& [positive, all] = counts[group_of(column.codes[row])];
    positive += labels[row];
    all += 1;
  }
  std::vector<double> shares(labels.size());
  for (std::size_t row = 0; row < labels.size(); ++row) {
    const auto found = counts.find(group_of(column.codes[row]));
    shares[row] = found == counts.end() ? 0 : found->second.first / found->second.second;
  }
  return shares;
}

// How well figures alone tell the labels, whichever way they point; figures that are NaN are left out.
double lone_auc(std::span<const double> figures, std::span<const std::int8_t> labels) {
  std::vector<ScoredLabel> scored;
  for (std::size_t row = 0; row < labels.size(); ++row) {
    if (labels[row] != kNoLabel && !std::isnan(figures[row])) scored.push_back({figures[row], labels[row] == 1});
  }
  const std::optional<double> auc = auc_of(scored);
  return auc ? std::max(*auc, 1 - *auc) : 0.5;
}

bool counts_rows(const TableColumn& column) {
  std::vector<double> numbers = column.numbers;
  std::ranges::sort(numbers);
  for (std::size_t row = 1; row < numbers.size(); ++row) {
    if (numbers[row] != numbers[row - 1] + 1) return false;
  }
  return numbers.size() > kMaxLevels;
}

}  // namespace

Result<std::vector<ColumnUse>> uses_of_columns(const FeatureTable& table, std::span<const std::string> categorical) {
  for (const std::string& name : categorical) {
    if (table.find(name) != nullptr) continue;
    return input_error("no_such_column",
                       Sentence{fmt::format("has no column '{}' that --categorical could be of", name),
                                fmt::format("没有 --categorical 所指的列“{}”", name)},
                       {table.file, 0, 0, ""});
  }
  std::vector<ColumnUse> uses;
  for (const TableColumn& column : table.columns) {
    ASSIGN(ColumnUse use, use_of(table, column, std::ranges::find(categorical, column.name) != categorical.end()));
    uses.push_back(std::move(use));
  }
  if (std::ranges::any_of(uses, &ColumnUse::is_used)) return uses;
  return input_error("no_columns",
                     Sentence{"has no column to learn from: all are empty, the same in every row, or texts without end",
                              "没有可用的列：要么为空，要么每行相同，要么文字种类太多"},
                     {table.file, 0, 0, ""});
}

std::vector<ColumnLeak> find_leaks(const FeatureTable& table, std::span<const ColumnUse> uses) {
  using Kind = ColumnLeak::Kind;
  CHECK(uses.size() == table.columns.size());
  std::vector<ColumnLeak> leaks;
  for (std::size_t i = 0; i < uses.size(); ++i) {
    const TableColumn& column = table.columns[i];
    if (!uses[i].is_used()) continue;
    const bool is_numeric = uses[i].kind == ColumnKind::numeric;
    const double auc =
        lone_auc(is_numeric ? column.numbers : level_shares(uses[i], column, table.labels), table.labels);
    std::vector<double> emptiness(table.rows);
    for (std::size_t row = 0; row < table.rows; ++row) emptiness[row] = column.codes[row] == kEmptyCell ? 1 : 0;
    const double empty_auc = column.empty == 0 ? 0.5 : lone_auc(emptiness, table.labels);
    if (empty_auc >= kLeakAuc) {
      leaks.push_back({Kind::emptiness_copies_label, column.name, empty_auc});
    } else if (auc >= kLeakAuc) {
      leaks.push_back({Kind::copies_label, column.name, auc});
    } else if (is_numeric && column.empty == 0 && counts_rows(column)) {
      leaks.push_back({Kind::counts_rows, column.name, auc});
    }
  }
  return leaks;
}

}  // namespace qiuhao::screening
