// Vectors of one database referenced in another.
#include "tables/answer_table.h"

#include <duckdb.h>
#include <fmt/format.h>

namespace qiuhao::tables {
namespace {

struct Source {
  Answer answer;
  std::shared_ptr<AnswerTrouble> trouble;
};

void bind(duckdb_bind_info info) {
  const auto* source = static_cast<const Source*>(duckdb_bind_get_extra_info(info));
  for (std::size_t column = 0; column < source->answer.columns(); ++column) {
    auto type = static_cast<duckdb_logical_type>(source->answer.logical_type(column));
    duckdb_bind_add_result_column(info, fmt::format("c{}", column).c_str(), type);
    duckdb_destroy_logical_type(&type);
  }
}

void init(duckdb_init_info info) { duckdb_init_set_max_threads(info, 1); }

void fill(duckdb_function_info info, duckdb_data_chunk output) {
  auto* source = static_cast<Source*>(duckdb_function_get_extra_info(info));
  const auto chunk = source->answer.next();
  if (!chunk) {
    source->trouble->error = chunk.error();
    duckdb_function_set_error(info, "the answer broke off");
    return;
  }
  if (chunk->rows() > 0) {
    for (std::size_t column = 0; column < source->answer.columns(); ++column) {
      duckdb_vector_reference_vector(duckdb_data_chunk_get_vector(output, column),
                                     static_cast<duckdb_vector>(chunk->vector(column)));
    }
  }
  duckdb_data_chunk_set_size(output, chunk->rows());
}

void forget(void* source) { delete static_cast<Source*>(source); }

}  // namespace

Result<std::shared_ptr<const AnswerTrouble>> add_answer(Engine& engine, const std::string& name, Answer answer) {
  auto trouble = std::make_shared<AnswerTrouble>();
  duckdb_table_function function = duckdb_create_table_function();
  duckdb_table_function_set_name(function, name.c_str());
  duckdb_table_function_set_extra_info(function, new Source{std::move(answer), trouble}, forget);
  duckdb_table_function_set_bind(function, bind);
  duckdb_table_function_set_init(function, init);
  duckdb_table_function_set_function(function, fill);
  const auto connection = static_cast<duckdb_connection>(engine.connection());
  const duckdb_state state = duckdb_register_table_function(connection, function);
  duckdb_destroy_table_function(&function);
  if (state == DuckDBSuccess) return trouble;
  return input_error("sql_failed", fmt::format("DuckDB refuses a table named {}; choose another name", name));
}

}  // namespace qiuhao::tables
