// A table with a row for each provider (or for each of its months): an id, perhaps a label of two classes, and columns
// of numbers and texts, of a CSV or Parquet file.
#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/files.h"
#include "base/hash.h"
#include "base/result.h"

namespace qiuhao::screening {

inline constexpr std::size_t kMaxTableBytes = std::size_t{1} << 30;
inline constexpr std::size_t kMaxTableColumns = 1'000;
inline constexpr std::size_t kMaxTableRows = 1'000'000;
inline constexpr std::size_t kMaxTableCells = 50'000'000;
inline constexpr std::size_t kMaxNameBytes = 200;      // of a column, an id, a text that counts as a level
inline constexpr std::size_t kMaxColumnTexts = 1'000;  // different texts of a column that are kept
inline constexpr double kMaxNumber = 1e30;             // what is larger is taken for a text

inline constexpr std::uint16_t kEmptyCell = std::numeric_limits<std::uint16_t>::max();
inline constexpr std::uint16_t kOtherText = kEmptyCell - 1;  // a text beyond those kept

struct TableColumn {
  std::string name;
  std::vector<double> numbers;       // by row; NaN where the cell is empty or no number
  std::vector<std::uint16_t> codes;  // by row, into texts; kEmptyCell, kOtherText
  std::vector<std::string> texts;    // the different contents, numbers too, in order of their first rows
  bool has_other_texts = false;
  std::size_t empty = 0;
  std::size_t words = 0;           // cells that are neither empty nor a number
  std::size_t first_word_row = 0;  // of those, and
  std::string first_word;          // what it says
};

inline constexpr std::int8_t kNoLabel = -1;

struct FeatureTable {
  std::string file;
  Hash128 hash;  // XXH3-128 of the file's bytes
  std::size_t rows = 0;
  std::vector<std::string> ids;        // the different ones, in order of their first rows
  std::vector<std::uint32_t> id_rows;  // by row, into ids
  std::vector<std::int8_t> labels;     // by row: 1, 0 or kNoLabel; empty when no label was asked for
  std::vector<TableColumn> columns;    // all but id, label and what was to be ignored

  const TableColumn* find(std::string_view name) const;
};

struct TableWords {
  std::string id;
  std::string label{};                 // "" for none
  std::vector<std::string> ignored{};  // columns to leave out; each must be there
  // Texts of columns that are kept however late they come: the levels that a model knows.
  std::map<std::string, std::vector<std::string>> kept{};
};

// CSV (a header line; comma, semicolon, tab or | between; UTF-8, or GBK and GB18030, which are turned into UTF-8) or
// Parquet. Cells are trimmed; NULL, NA, N/A, NaN and #N/A in any case are empty. Rows keep their order.
// Errors, with the file as place: no_such_file, file_too_large, bad_table (with the line), utf16_table,
// packed_table, too_many_columns, too_many_rows, name_too_long, repeated_column, no_rows, no_such_column, empty_id,
// bad_label, disk and memory as Engine has them.
Result<FeatureTable> read_feature_table(const Path& file, const TableWords& words);

// Labels: 1, yes, y, true, 是 and 0, no, n, false, 否, in any case; nullopt for anything else.
std::optional<std::int8_t> label_of(std::string_view text);

}  // namespace qiuhao::screening
