// Rows of ours as a table of DuckDB's, pulled while a statement runs, so that a COPY of millions of rows holds few of
// them.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "tables/engine.h"

namespace qiuhao::tables {

inline constexpr std::size_t kStreamRows = 2'048;  // of one batch
inline constexpr int kMaxStreamWidth = 38;         // digits of a decimal

struct StreamColumn {
  enum class Type : std::uint8_t { text, integer, decimal, day, time } type = Type::text;
  std::string name;
  int width = 18;  // of a decimal: digits in all, and after the point
  int scale = 0;
};

// Where a source puts its rows: every column of every row gets exactly one value.
class StreamBatch {
 public:
  explicit StreamBatch(const std::vector<StreamColumn>& columns) : columns_(&columns), targets_(columns.size()) {}

  void set_none(std::size_t column, std::size_t row);
  void set_text(std::size_t column, std::size_t row, std::string_view text);  // copied; UTF-8
  void set_integer(std::size_t column, std::size_t row, std::int64_t value);
  void set_decimal(std::size_t column, std::size_t row, std::int64_t units);  // at the column's scale
  void set_day(std::size_t column, std::size_t row, std::int32_t day);        // days since 1970-01-01
  void set_time(std::size_t column, std::size_t row, std::int64_t micros);    // since 1970-01-01, local

 private:
  friend struct StreamCalls;
  friend struct ScanCalls;
  struct Target {
    void* vector = nullptr;
    void* data = nullptr;
    std::uint64_t* validity = nullptr;  // made at the first NULL
  };
  const std::vector<StreamColumn>* columns_;
  std::vector<Target> targets_;
};

// Puts at most kStreamRows rows into the batch and says how many; 0 ends the table.
using StreamSource = std::function<std::size_t(StreamBatch& batch)>;

// Names a table function: SELECT … FROM name(). Its rows keep their order; it can be read once.
Status add_row_stream(Engine& engine, const std::string& name, std::vector<StreamColumn> columns, StreamSource source);

}  // namespace qiuhao::tables
