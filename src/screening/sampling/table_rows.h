// Named columns of a CSV or Parquet file as texts, a row at a time, so that memory does not grow with the file.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/decimal.h"
#include "base/files.h"
#include "base/result.h"

namespace qiuhao::screening {

inline constexpr std::size_t kMaxNameBytes = 256;  // of an id, a stratum, a name

struct RowReading {
  std::vector<std::string> columns;    // of the file, in the order in which a row gives them; a name may stand twice
  std::size_t order_by = kNotOrdered;  // the column by whose bytes rows are ordered, from 0
  std::size_t most_rows = 0;

  static constexpr std::size_t kNotOrdered = static_cast<std::size_t>(-1);
};

// The texts of a row; "" where the file has nothing. `number` counts rows of data from 1 in the order they come.
using TakeRow = std::function<Status(std::size_t number, std::span<const std::string_view> row)>;

// Errors: "no_such_file", "unknown_column" (names the columns there are), "too_many_rows", those of parse_csv() about a
// header and of explain_read_error() about rows, and those of `take`.
Status read_rows(const Path& file, const RowReading& reading, const TakeRow& take);

// The columns that a file has.
Result<std::vector<std::string>> columns_of(const Path& file);

// Money as written, exactly: at most two places. "bad_amount" with row and column.
Result<Cents> read_cents(std::string_view text, const Path& file, std::size_t row, const std::string& column);

// A name that is there, not too long and without control characters: "empty_name", "name_too_long", "bad_name".
Status check_name(std::string_view text, const Path& file, std::size_t row, const std::string& column);

}  // namespace qiuhao::screening
