// A table function of DuckDB's C API over a source of ours.
#include "tables/row_stream.h"

#include <fmt/format.h>

#include <memory>

#include "base/check.h"
#include "tables/stream_types.h"

namespace qiuhao::tables {

namespace {

struct Stream {
  std::vector<StreamColumn> columns;
  StreamSource source;
};

constexpr int kWidthOf64Bits = 18;

}  // namespace

duckdb_logical_type logical_type(const StreamColumn& column) {
  switch (column.type) {
    case StreamColumn::Type::text: return duckdb_create_logical_type(DUCKDB_TYPE_VARCHAR);
    case StreamColumn::Type::integer: return duckdb_create_logical_type(DUCKDB_TYPE_BIGINT);
    case StreamColumn::Type::day: return duckdb_create_logical_type(DUCKDB_TYPE_DATE);
    case StreamColumn::Type::time: return duckdb_create_logical_type(DUCKDB_TYPE_TIMESTAMP);
    case StreamColumn::Type::decimal: break;
  }
  return duckdb_create_decimal_type(static_cast<std::uint8_t>(column.width), static_cast<std::uint8_t>(column.scale));
}

void check_widths(const std::vector<StreamColumn>& columns) {
  for (const StreamColumn& column : columns) {
    // Narrower decimals are 16 or 32 bits in DuckDB; nothing of ours needs them.
    const bool is_decimal = column.type == StreamColumn::Type::decimal;
    CHECK(!is_decimal || (column.width >= 10 && column.width <= kMaxStreamWidth && column.scale <= column.width));
  }
}

// What DuckDB calls.
struct StreamCalls {
  static void bind(duckdb_bind_info info) {
    const auto* stream = static_cast<const Stream*>(duckdb_bind_get_extra_info(info));
    for (const StreamColumn& column : stream->columns) {
      duckdb_logical_type type = logical_type(column);
      duckdb_bind_add_result_column(info, column.name.c_str(), type);
      duckdb_destroy_logical_type(&type);
    }
  }

  // One thread, for the source is one.
  static void init(duckdb_init_info info) { duckdb_init_set_max_threads(info, 1); }

  static void fill(duckdb_function_info info, duckdb_data_chunk output) {
    const auto* stream = static_cast<const Stream*>(duckdb_function_get_extra_info(info));
    StreamBatch batch(stream->columns);
    for (std::size_t column = 0; column < stream->columns.size(); ++column) {
      duckdb_vector vector = duckdb_data_chunk_get_vector(output, column);
      batch.targets_[column] = {vector, duckdb_vector_get_data(vector), nullptr};
    }
    duckdb_data_chunk_set_size(output, stream->source(batch));
  }

  static void forget(void* stream) { delete static_cast<Stream*>(stream); }
};

void StreamBatch::set_none(std::size_t column, std::size_t row) {
  Target& target = targets_[column];
  if (target.validity == nullptr) {
    auto vector = static_cast<duckdb_vector>(target.vector);
    duckdb_vector_ensure_validity_writable(vector);
    target.validity = duckdb_vector_get_validity(vector);
  }
  duckdb_validity_set_row_invalid(target.validity, row);
}

void StreamBatch::set_text(std::size_t column, std::size_t row, std::string_view text) {
  duckdb_vector_assign_string_element_len(static_cast<duckdb_vector>(targets_[column].vector), row, text.data(),
                                          text.size());
}

void StreamBatch::set_integer(std::size_t column, std::size_t row, std::int64_t value) {
  static_cast<std::int64_t*>(targets_[column].data)[row] = value;
}

void StreamBatch::set_decimal(std::size_t column, std::size_t row, std::int64_t units) {
  if ((*columns_)[column].width <= kWidthOf64Bits) return set_integer(column, row, units);
  static_cast<duckdb_hugeint*>(targets_[column].data)[row] = {static_cast<std::uint64_t>(units), units < 0 ? -1 : 0};
}

void StreamBatch::set_time(std::size_t column, std::size_t row, std::int64_t micros) {
  static_cast<std::int64_t*>(targets_[column].data)[row] = micros;
}

void StreamBatch::set_day(std::size_t column, std::size_t row, std::int32_t day) {
  static_cast<std::int32_t*>(targets_[column].data)[row] = day;
}

Status add_row_stream(Engine& engine, const std::string& name, std::vector<StreamColumn> columns, StreamSource source) {
  check_widths(columns);
  auto stream = std::make_unique<Stream>(Stream{std::move(columns), std::move(source)});
  duckdb_table_function function = duckdb_create_table_function();
  duckdb_table_function_set_name(function, name.c_str());
  duckdb_table_function_set_extra_info(function, stream.release(), StreamCalls::forget);
  duckdb_table_function_set_bind(function, StreamCalls::bind);
  duckdb_table_function_set_init(function, StreamCalls::init);
  duckdb_table_function_set_function(function, StreamCalls::fill);
  const auto connection = static_cast<duckdb_connection>(engine.connection());
  const duckdb_state state = duckdb_register_table_function(connection, function);
  duckdb_destroy_table_function(&function);
  if (state == DuckDBSuccess) return {};
  return input_error("sql_failed", fmt::format("DuckDB refuses a table named {}; choose another name", name));
}

}  // namespace qiuhao::tables
