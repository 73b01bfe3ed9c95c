// The answer of a statement as a table for people, or as CSV, JSON or Parquet.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/files.h"
#include "tables/engine.h"

namespace qiuhao::cli {

enum class SqlFormat : std::uint8_t { table, csv, json, parquet };

inline constexpr std::size_t kShownRows = 200;

struct SqlOutput {
  SqlFormat format = SqlFormat::table;
  Path out;                            // "" = standard output; written in one step
  std::size_t most_rows = kShownRows;  // of a table; the rest is not read
  std::size_t width = 0;               // columns of the terminal; 0 = as wide as it is
};

// Columns of the terminal: COLUMNS when it is a number, else what the terminal says, 0 when it is none.
std::size_t terminal_width();

// Rows that fit `width`: long texts are cut with …, numbers never; what does not fit then stands one value a line.
// `is_right` are columns of numbers. Exported for tests.
std::string table_text(const std::vector<std::string>& header, const std::vector<std::vector<std::string>>& rows,
                       const std::vector<bool>& is_right, std::size_t width);

// Errors are those of Answer::next(), and "cannot_write".
Status write_answer(tables::Answer answer, const SqlOutput& output);

}  // namespace qiuhao::cli
