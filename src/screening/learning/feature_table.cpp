// Reads through DuckDB with every cell as a text, so that what a column is gets decided by all of its rows, not by a
// sample of them.
#include "screening/learning/feature_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "screening/learning/table_columns.h"
#include "screening/learning/table_text.h"
#include "tables/engine.h"

namespace qiuhao::screening {
namespace {

Place place_of(const Path& file) { return {file.string(), 0, 0, ""}; }

// Where a column of the file goes.
enum class Role : std::uint8_t { id, label, feature, ignored };

std::unexpected<Error> no_such_column(const Path& file, const std::string& name,
                                      const std::vector<std::string>& names) {
  std::string shown;
  constexpr std::size_t kShown = 20;
  for (std::size_t i = 0; i < std::min(names.size(), kShown); ++i) shown += (i == 0 ? "" : ", ") + names[i];
  if (names.size() > kShown) shown += ", …";
  return input_error("no_such_column",
                     Sentence{fmt::format("has no column '{}'; its columns are {}", name, shown),
                              fmt::format("没有列“{}”；已有的列：{}", name, shown)},
                     place_of(file));
}

Result<std::vector<Role>> roles_of(const Path& file, const std::vector<std::string>& names, const TableWords& words) {
  std::vector<Role> roles(names.size(), Role::feature);
  const auto set = [&](const std::string& name, Role role) {
    const auto found = std::ranges::find(names, name);
    if (found == names.end()) return false;
    roles[static_cast<std::size_t>(found - names.begin())] = role;
    return true;
  };
  for (const std::string& name : words.ignored) {
    if (!set(name, Role::ignored)) return no_such_column(file, name, names);
  }
  if (!words.label.empty() && !set(words.label, Role::label)) return no_such_column(file, words.label, names);
  if (words.id == words.label) {
    return usage_error("id_is_label", Sentence{"--id and --label name the same column; a provider's id is no label",
                                               "--id 与 --label 是同一列；机构编码不能作标签"});
  }
  if (!set(words.id, Role::id)) return no_such_column(file, words.id, names);
  return roles;
}

Status check_names(const Path& file, const std::vector<std::string>& names) {
  if (names.size() > kMaxTableColumns) return too_many_columns(file, names.size());
  for (const std::string& name : names) {
    if (name.size() <= kMaxNameBytes) continue;
    return input_error("name_too_long",
                       Sentence{fmt::format("a column's name is longer than {} bytes: {}…; shorten it", kMaxNameBytes,
                                            name.substr(0, 20)),
                                fmt::format("列名超过 {} 字节：{}…；请缩短", kMaxNameBytes, name.substr(0, 20))},
                       place_of(file));
  }
  return {};
}

// Takes rows of cells into the table.
class TableBuilder {
 public:
  TableBuilder(const Path& file, const TableWords& words, const std::vector<std::string>& names,
               std::vector<Role> roles)
      : file_(file), words_(words), roles_(std::move(roles)) {
    for (const std::string& name : names) {
      builders_.emplace_back(name);
      if (const auto kept = words.kept.find(name); kept != words.kept.end()) {
        for (const std::string& text : kept->second) builders_.back().keep(text);
      }
    }
  }

  Status add(const tables::Chunk& chunk) {
    const std::size_t features = static_cast<std::size_t>(std::ranges::count(roles_, Role::feature));
    const std::size_t rows = table_.rows + chunk.rows();
    if (rows > kMaxTableRows || rows * features > kMaxTableCells) return too_many_rows(features);
    for (std::size_t column = 0; column < roles_.size(); ++column) {
      if (roles_[column] == Role::ignored) continue;
      const tables::Vector cells = chunk.column(column);
      for (std::size_t row = 0; row < chunk.rows(); ++row) {
        const std::string_view content = cells.has(row) ? content_of_cell(cells.text(row)) : std::string_view{};
        TRY(add_cell(column, table_.rows + row, content));
      }
    }
    table_.rows = rows;
    return {};
  }

  FeatureTable take() {
    for (std::size_t column = 0; column < roles_.size(); ++column) {
      if (roles_[column] == Role::feature) table_.columns.push_back(builders_[column].take());
    }
    return std::move(table_);
  }

 private:
  Status add_cell(std::size_t column, std::size_t row, std::string_view content) {
    switch (roles_[column]) {
      case Role::feature: builders_[column].add(content); return {};
      case Role::id: return add_id(row, content);
      case Role::label: return add_label(row, content);
      case Role::ignored: return {};
    }
    return {};
  }

  Status add_id(std::size_t row, std::string_view content) {
    if (content.empty() || content.size() > kMaxNameBytes) {
      return input_error(
          "empty_id",
          Sentence{fmt::format("row {} below the header has no id of 1 to {} bytes in column {}; every row needs one",
                               row + 1, kMaxNameBytes, words_.id),
                   fmt::format("表头下第 {} 行的“{}”列没有编码（1 至 {} 字节）；每行都要有", row + 1, words_.id,
                               kMaxNameBytes)},
          place_of(file_));
    }
    const auto next = static_cast<std::uint32_t>(table_.ids.size());
    const auto [found, is_new] = numbers_.emplace(content, next);
    if (is_new) table_.ids.emplace_back(content);
    table_.id_rows.push_back(found->second);
    return {};
  }

  Status add_label(std::size_t row, std::string_view content) {
    const auto label = content.empty() ? std::optional(kNoLabel) : label_of(content);
    if (!label) {
      return input_error(
          "bad_label",
          Sentence{
              fmt::format("row {} below the header says '{}' in column {}; a label is 1 or 0, yes or no, true or "
                          "false, 是 or 否, or empty where it is not known",
                          row + 1, content.substr(0, 40), words_.label),
              fmt::format("表头下第 {} 行的“{}”列写的是“{}”；标签应为 1/0、是/否、yes/no 或 true/false，不知道的留空",
                          row + 1, words_.label, content.substr(0, 40))},
          place_of(file_));
    }
    table_.labels.push_back(*label);
    return {};
  }

  Status too_many_rows(std::size_t features) const {
    return input_error(
        "too_many_rows",
        Sentence{fmt::format("has more than {} rows, or more than {} cells with its {} columns; split the table, or "
                             "leave columns out with --ignore",
                             kMaxTableRows, kMaxTableCells, features),
                 fmt::format("超过 {} 行，或者连同 {} 列超过 {} 格；请拆分表格，或用 --ignore 去掉一些列",
                             kMaxTableRows, features, kMaxTableCells)},
        place_of(file_));
  }

  const Path& file_;
  const TableWords& words_;
  std::vector<Role> roles_;
  std::vector<ColumnBuilder> builders_;
  std::unordered_map<std::string, std::uint32_t> numbers_;
  FeatureTable table_;
};

Result<Hash128> hash_of_file(const Path& file) {
  Hasher128 hasher;
  TRY(read_blocks(file, [&](std::string_view block) { hasher.add(block); }));
  return hasher.value();
}

Result<FeatureTable> read_rows(tables::Engine& engine, const Path& file, const TableText& text,
                               const TableWords& words) {
  auto answer = engine.query("SELECT CAST(COLUMNS(*) AS VARCHAR) FROM " + text.source);
  if (!answer) return unreadable_table(answer.error(), file);
  std::vector<std::string> names = text.names;
  if (names.empty()) {
    for (std::size_t column = 0; column < answer->columns(); ++column) names.push_back(answer->column_name(column));
  }
  TRY(check_names(file, names));
  ASSIGN(std::vector<Role> roles, roles_of(file, names, words));
  TableBuilder builder(file, words, names, std::move(roles));
  while (true) {
    auto chunk = answer->next();
    if (!chunk) return unreadable_table(chunk.error(), file);
    if (chunk->rows() == 0) break;
    TRY(builder.add(*chunk));
  }
  FeatureTable table = builder.take();
  if (!text.names.empty() && table.rows != text.rows) {
    return input_error("bad_table",
                       Sentence{fmt::format("has {} rows, and {} of them can be read; look at its quotes and line ends",
                                            text.rows, table.rows),
                                fmt::format("有 {} 行，只读出 {} 行；请检查引号和换行", text.rows, table.rows)},
                       place_of(file));
  }
  if (table.rows > 0) return table;
  return input_error(
      "no_rows",
      Sentence{"has a header and no row; a row for each provider is needed", "只有表头，没有数据；每家机构要有一行"},
      place_of(file));
}

}  // namespace

const TableColumn* FeatureTable::find(std::string_view name) const {
  const auto found = std::ranges::find(columns, name, &TableColumn::name);
  return found == columns.end() ? nullptr : &*found;
}

std::optional<std::int8_t> label_of(std::string_view text) {
  std::string small(text);
  for (char& c : small) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  for (const std::string_view word : {"yes", "y", "true", "是"}) {
    if (small == word) return std::int8_t{1};
  }
  for (const std::string_view word : {"no", "n", "false", "否"}) {
    if (small == word) return std::int8_t{0};
  }
  const std::optional<double> number = number_of_cell(small);
  if (number == 1.0) return std::int8_t{1};
  if (number == 0.0) return std::int8_t{0};
  return std::nullopt;
}

Result<FeatureTable> read_feature_table(const Path& file, const TableWords& words) {
  ASSIGN(const TableText text, table_text(file));
  tables::EngineOptions options;
  options.threads = 1;  // rows in their order
  ASSIGN(tables::Engine engine, tables::Engine::open(options));
  ASSIGN(FeatureTable table, read_rows(engine, file, text, words));
  table.file = file.filename().string();
  ASSIGN(table.hash, hash_of_file(file));
  return table;
}

}  // namespace qiuhao::screening
