// A scalar function of DuckDB's C API.
#include "tables/text_function.h"

#include <duckdb.h>
#include <fmt/format.h>

#include <optional>

namespace qiuhao::tables {
namespace {

// Of rows that follow each other many have the same text, so the last answer is kept.
void fill(duckdb_function_info info, duckdb_data_chunk input, duckdb_vector output) {
  const auto& function = *static_cast<const TextFunction*>(duckdb_scalar_function_get_extra_info(info));
  duckdb_vector texts = duckdb_data_chunk_get_vector(input, 0);
  const Vector values(duckdb_vector_get_data(texts), duckdb_vector_get_validity(texts));
  const std::size_t rows = duckdb_data_chunk_get_size(input);
  std::uint64_t* validity = nullptr;
  std::optional<std::string> last;
  std::string answer;
  for (std::size_t row = 0; row < rows; ++row) {
    if (!values.has(row)) {
      if (validity == nullptr) {
        duckdb_vector_ensure_validity_writable(output);
        validity = duckdb_vector_get_validity(output);
      }
      duckdb_validity_set_row_invalid(validity, row);
      continue;
    }
    const std::string_view text = values.text(row);
    if (last != text) {
      last = text;
      answer = function(text);
    }
    duckdb_vector_assign_string_element_len(output, row, answer.data(), answer.size());
  }
}

void forget(void* function) { delete static_cast<TextFunction*>(function); }

}  // namespace

Status add_text_function(Engine& engine, const std::string& name, TextFunction function) {
  duckdb_scalar_function made = duckdb_create_scalar_function();
  duckdb_logical_type text = duckdb_create_logical_type(DUCKDB_TYPE_VARCHAR);
  duckdb_scalar_function_set_name(made, name.c_str());
  duckdb_scalar_function_add_parameter(made, text);
  duckdb_scalar_function_set_return_type(made, text);
  duckdb_scalar_function_set_extra_info(made, new TextFunction(std::move(function)), forget);
  duckdb_scalar_function_set_function(made, fill);
  const auto connection = static_cast<duckdb_connection>(engine.connection());
  const duckdb_state state = duckdb_register_scalar_function(connection, made);
  duckdb_destroy_logical_type(&text);
  duckdb_destroy_scalar_function(&made);
  if (state == DuckDBSuccess) return {};
  return input_error("sql_failed", fmt::format("DuckDB refuses a function named {}; choose another name", name));
}

}  // namespace qiuhao::tables
