// One-hot columns in the order: levels by text, rare levels together, empty cells where training had some.
#include "screening/learning/feature_matrix.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "base/check.h"

namespace qiuhao::screening {
namespace {

bool has_rare(const ColumnUse& use) { return std::ranges::any_of(use.levels, &ColumnLevel::is_rare); }

std::size_t width_of(const ColumnUse& use) {
  if (use.kind == ColumnKind::numeric) return 1;
  const auto own = std::ranges::count(use.levels, false, &ColumnLevel::is_rare);
  return static_cast<std::size_t>(own) + (has_rare(use) ? 1 : 0) + (use.empty > 0 ? 1 : 0);
}

// Where each level, and an empty cell, stands within the column's range.
struct LevelPlaces {
  std::map<std::string_view, std::size_t> by_text;
  std::optional<std::size_t> empty;
};

LevelPlaces places_of(const ColumnUse& use) {
  LevelPlaces places;
  std::size_t next = 0;
  for (const ColumnLevel& level : use.levels) {
    if (!level.is_rare) places.by_text[level.text] = next++;
  }
  if (has_rare(use)) {
    for (const ColumnLevel& level : use.levels) {
      if (level.is_rare) places.by_text[level.text] = next;
    }
    ++next;
  }
  if (use.empty > 0) places.empty = next;
  return places;
}

}  // namespace

FeatureMatrix FeatureMatrix::take(std::span<const std::uint32_t> which) const {
  FeatureMatrix taken{which.size(), columns, {}};
  taken.values.reserve(which.size() * columns);
  for (const std::uint32_t index : which) {
    const std::span<const float> from = row(index);
    taken.values.insert(taken.values.end(), from.begin(), from.end());
  }
  return taken;
}

FeatureEncoder::FeatureEncoder(std::vector<ColumnUse> uses) : uses_(std::move(uses)) {
  std::erase_if(uses_, [](const ColumnUse& use) { return !use.is_used(); });
  for (const ColumnUse& use : uses_) {
    ranges_.push_back({columns_, columns_ + width_of(use)});
    columns_ = ranges_.back().end;
  }
}

Status FeatureEncoder::check(const FeatureTable& table) const {
  std::string missing;
  bool is_whole = true;
  for (const ColumnUse& use : uses_) {
    const TableColumn* column = table.find(use.name);
    if (column == nullptr) {
      missing += (is_whole ? "" : ", ") + use.name;
      is_whole = false;  // a name may be empty
      continue;
    }
    if (use.kind != ColumnKind::numeric || column->words == 0) continue;
    return input_error(
        "text_in_numbers",
        Sentence{fmt::format("column {} is of numbers, and row {} below the header says '{}'; write a number, or leave "
                             "the cell empty",
                             use.name, column->first_word_row + 1, column->first_word),
                 fmt::format("“{}”列是数，表头下第 {} 行却是“{}”；请写数或留空", use.name, column->first_word_row + 1,
                             column->first_word)},
        {table.file, 0, 0, use.name});
  }
  if (is_whole) return {};
  return input_error("missing_columns",
                     Sentence{fmt::format("lacks columns that the model was trained on: {}; add them", missing),
                              fmt::format("缺少模型训练时的列：{}；请补上", missing)},
                     {table.file, 0, 0, ""});
}

void FeatureEncoder::encode_levels(const ColumnUse& use, const EncodedRange& range, const TableColumn& column,
                                   FeatureMatrix& matrix, std::vector<UnseenLevel>* unseen) const {
  const LevelPlaces places = places_of(use);
  std::vector<std::optional<std::size_t>> place_of_code;
  for (const std::string& text : column.texts) {
    const auto found = places.by_text.find(text);
    place_of_code.push_back(found == places.by_text.end() ? std::nullopt : std::optional(found->second));
  }
  std::map<std::uint16_t, std::size_t> unseen_rows;
  for (std::size_t row = 0; row < matrix.rows; ++row) {
    const std::uint16_t code = column.codes[row];
    const std::optional<std::size_t> place = code == kEmptyCell            ? places.empty
                                             : code < place_of_code.size() ? place_of_code[code]
                                                                           : std::nullopt;
    if (place)
      matrix.values[row * columns_ + range.begin + *place] = 1;
    else
      ++unseen_rows[code];
  }
  if (unseen == nullptr) return;
  for (const auto& [code, rows] : unseen_rows) {
    const bool is_text = code < column.texts.size();
    unseen->push_back({use.name, is_text ? column.texts[code] : "", rows, code == kOtherText});
  }
}

Result<FeatureMatrix> FeatureEncoder::encode(const FeatureTable& table, std::vector<UnseenLevel>* unseen) const {
  TRY(check(table));
  if (table.rows * columns_ > kMaxMatrixCells) {
    return input_error("too_wide",
                       Sentence{fmt::format("has {} rows and {} columns of numbers and levels, {} cells are the most; "
                                            "leave columns out with --ignore",
                                            table.rows, columns_, kMaxMatrixCells),
                                fmt::format("有 {} 行、{} 个数列和取值列，最多 {} 格；请用 --ignore 去掉一些列",
                                            table.rows, columns_, kMaxMatrixCells)},
                       {table.file, 0, 0, ""});
  }
  FeatureMatrix matrix{table.rows, columns_, std::vector<float>(table.rows * columns_, 0.0F)};
  for (std::size_t i = 0; i < uses_.size(); ++i) {
    const TableColumn& column = *table.find(uses_[i].name);
    if (uses_[i].kind == ColumnKind::categorical) {
      encode_levels(uses_[i], ranges_[i], column, matrix, unseen);
      continue;
    }
    for (std::size_t row = 0; row < table.rows; ++row)
      matrix.values[row * columns_ + ranges_[i].begin] = static_cast<float>(column.numbers[row]);
  }
  return matrix;
}

}  // namespace qiuhao::screening
