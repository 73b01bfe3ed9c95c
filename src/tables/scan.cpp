// A table function of DuckDB's C API with projection pushdown and threads.
#include "tables/scan.h"

#include <duckdb.h>
#include <fmt/format.h>

#include <atomic>
#include <memory>

#include "base/check.h"
#include "tables/stream_types.h"

namespace qiuhao::tables {
namespace {

constexpr idx_t kMostThreads = 64;

// One reading of the table by a statement.
struct Reading {
  std::vector<std::size_t> wanted;
  std::vector<std::size_t> places;  // in DuckDB's chunk
  std::vector<StreamColumn> columns;
  std::size_t runs = 0;
  std::atomic<std::size_t> next{0};
};

}  // namespace

// What DuckDB calls.
struct ScanCalls {
  static void bind(duckdb_bind_info info) {
    const auto* table = static_cast<const ScanTable*>(duckdb_bind_get_extra_info(info));
    for (const StreamColumn& column : table->columns) {
      duckdb_logical_type type = logical_type(column);
      duckdb_bind_add_result_column(info, column.name.c_str(), type);
      duckdb_destroy_logical_type(&type);
    }
    duckdb_bind_set_cardinality(info, table->rows, true);
    duckdb_bind_set_bind_data(info, const_cast<ScanTable*>(table), nullptr);
  }

  static void init(duckdb_init_info info) {
    const auto* table = static_cast<const ScanTable*>(duckdb_init_get_extra_info(info));
    auto reading = std::make_unique<Reading>();
    for (idx_t place = 0; place < duckdb_init_get_column_count(info); ++place) {
      const idx_t column = duckdb_init_get_column_index(info, place);
      if (column >= table->columns.size()) continue;  // the number of the row, where only rows are counted
      reading->wanted.push_back(column);
      reading->places.push_back(place);
      reading->columns.push_back(table->columns[column]);
    }
    reading->runs = table->runs();
    duckdb_init_set_max_threads(info, kMostThreads);
    duckdb_init_set_init_data(info, reading.release(), [](void* data) { delete static_cast<Reading*>(data); });
  }

  // A chunk without rows would end the table, so runs without any are passed over.
  static void fill(duckdb_function_info info, duckdb_data_chunk output) {
    const auto* table = static_cast<const ScanTable*>(duckdb_function_get_extra_info(info));
    auto* reading = static_cast<Reading*>(duckdb_function_get_init_data(info));
    std::size_t rows = 0;
    while (rows == 0) {
      const std::size_t run = reading->next++;
      if (run >= reading->runs) break;
      StreamBatch batch(reading->columns);
      for (std::size_t column = 0; column < reading->places.size(); ++column) {
        duckdb_vector vector = duckdb_data_chunk_get_vector(output, reading->places[column]);
        batch.targets_[column] = {vector, duckdb_vector_get_data(vector), nullptr};
      }
      rows = table->read(run, reading->wanted, batch);
    }
    duckdb_data_chunk_set_size(output, rows);
  }

  static void forget(void* table) { delete static_cast<ScanTable*>(table); }
};

Status add_scan(Engine& engine, const std::string& name, ScanTable table) {
  check_widths(table.columns);
  duckdb_table_function function = duckdb_create_table_function();
  duckdb_table_function_set_name(function, name.c_str());
  duckdb_table_function_set_extra_info(function, new ScanTable(std::move(table)), ScanCalls::forget);
  duckdb_table_function_set_bind(function, ScanCalls::bind);
  duckdb_table_function_set_init(function, ScanCalls::init);
  duckdb_table_function_set_function(function, ScanCalls::fill);
  duckdb_table_function_supports_projection_pushdown(function, true);
  const auto connection = static_cast<duckdb_connection>(engine.connection());
  const duckdb_state state = duckdb_register_table_function(connection, function);
  duckdb_destroy_table_function(&function);
  if (state == DuckDBSuccess) return {};
  return input_error("sql_failed", fmt::format("DuckDB refuses a table named {}; choose another name", name));
}

}  // namespace qiuhao::tables
