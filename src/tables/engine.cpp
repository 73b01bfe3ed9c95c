// A database of DuckDB's, by its C API.
#include "tables/engine.h"

#include <duckdb.h>
#include <fmt/format.h>

#include <utility>

#include "base/check.h"

namespace qiuhao::tables {

struct Engine::State {
  duckdb_database database = nullptr;
  duckdb_connection connection = nullptr;
  ~State() {
    duckdb_disconnect(&connection);
    duckdb_close(&database);
  }
};

struct Answer::State {
  duckdb_result result{};
  ~State() { duckdb_destroy_result(&result); }
};

namespace {

// DuckDB's sentence as an Error; disk and memory are told apart because their mends differ.
std::unexpected<Error> sql_error(std::string_view sentence) {
  const auto contains = [&](std::string_view word) { return sentence.find(word) != std::string_view::npos; };
  if (contains("No space left"))
    return system_error("disk_full", fmt::format("the disk is full; free some space and run it again ({})", sentence));
  if (contains("Read-only file system"))
    return system_error("read_only_disk", fmt::format("the disk is read-only ({})", sentence));
  if (contains("Out of Memory"))
    return system_error("out_of_memory", fmt::format("DuckDB's memory is used up; give it more ({})", sentence));
  if (contains("INTERRUPT")) return system_error("interrupted", "was interrupted; nothing was changed");
  return input_error("sql_failed", std::string(sentence));
}

}  // namespace

std::string_view Vector::text(std::size_t row) const {
  const auto& value = static_cast<const duckdb_string_t*>(data_)[row];
  const std::uint32_t length = value.value.inlined.length;
  const char* bytes = length <= 12 ? value.value.inlined.inlined : value.value.pointer.ptr;
  return {bytes, length};
}

Chunk::Chunk(Chunk&& other) noexcept : chunk_(std::exchange(other.chunk_, nullptr)) {}
Chunk& Chunk::operator=(Chunk&& other) noexcept {
  std::swap(chunk_, other.chunk_);
  return *this;
}
Chunk::~Chunk() {
  auto chunk = static_cast<duckdb_data_chunk>(chunk_);
  if (chunk != nullptr) duckdb_destroy_data_chunk(&chunk);
}
std::size_t Chunk::rows() const {
  return chunk_ == nullptr ? 0 : duckdb_data_chunk_get_size(static_cast<duckdb_data_chunk>(chunk_));
}
Vector Chunk::column(std::size_t index) const {
  duckdb_vector vector = duckdb_data_chunk_get_vector(static_cast<duckdb_data_chunk>(chunk_), index);
  return {duckdb_vector_get_data(vector), duckdb_vector_get_validity(vector)};
}

void* Chunk::vector(std::size_t index) const {
  return duckdb_data_chunk_get_vector(static_cast<duckdb_data_chunk>(chunk_), index);
}

Answer::Answer(std::unique_ptr<State> state) : state_(std::move(state)) {}
Answer::Answer(Answer&&) noexcept = default;
Answer& Answer::operator=(Answer&&) noexcept = default;
Answer::~Answer() = default;
std::size_t Answer::columns() const { return duckdb_column_count(&state_->result); }
std::string Answer::column_name(std::size_t index) const { return duckdb_column_name(&state_->result, index); }

AnswerKind Answer::column_kind(std::size_t index) const {
  switch (duckdb_column_type(&state_->result, index)) {
    case DUCKDB_TYPE_TINYINT:
    case DUCKDB_TYPE_SMALLINT:
    case DUCKDB_TYPE_INTEGER:
    case DUCKDB_TYPE_BIGINT:
    case DUCKDB_TYPE_HUGEINT:
    case DUCKDB_TYPE_UTINYINT:
    case DUCKDB_TYPE_USMALLINT:
    case DUCKDB_TYPE_UINTEGER:
    case DUCKDB_TYPE_UBIGINT:
    case DUCKDB_TYPE_UHUGEINT:
    case DUCKDB_TYPE_FLOAT:
    case DUCKDB_TYPE_DOUBLE:
    case DUCKDB_TYPE_DECIMAL: return AnswerKind::number;
    case DUCKDB_TYPE_BOOLEAN: return AnswerKind::boolean;
    case DUCKDB_TYPE_VARCHAR:
    case DUCKDB_TYPE_DATE:
    case DUCKDB_TYPE_TIMESTAMP: return AnswerKind::text;
    default: return AnswerKind::other;
  }
}

void* Answer::logical_type(std::size_t index) const { return duckdb_column_logical_type(&state_->result, index); }

Result<Chunk> Answer::next() {
  duckdb_data_chunk chunk = duckdb_fetch_chunk(state_->result);
  if (chunk == nullptr) {
    const char* error = duckdb_result_error(&state_->result);
    if (error != nullptr && *error != '\0') return sql_error(error);
  }
  return Chunk(chunk);
}

Engine::Engine(std::unique_ptr<State> state) : state_(std::move(state)) {}
Engine::Engine(Engine&&) noexcept = default;
Engine& Engine::operator=(Engine&&) noexcept = default;
Engine::~Engine() = default;

Result<Engine> Engine::open(const EngineOptions& options) {
  auto state = std::make_unique<State>();
  duckdb_config config = nullptr;
  CHECK(duckdb_create_config(&config) == DuckDBSuccess);
  const std::pair<const char*, std::string> settings[] = {{"autoinstall_known_extensions", "false"},
                                                          {"autoload_known_extensions", "false"},
                                                          {"memory_limit", options.memory},
                                                          {"threads", std::to_string(options.threads)},
                                                          {"temp_directory", options.spill.string()}};
  for (const auto& [name, value] : settings) {
    if (duckdb_set_config(config, name, value.c_str()) != DuckDBSuccess) {
      duckdb_destroy_config(&config);
      return usage_error("bad_setting", fmt::format("DuckDB refuses {} = '{}'", name, value));
    }
  }
  char* error = nullptr;
  const duckdb_state opened = duckdb_open_ext(nullptr, &state->database, config, &error);
  duckdb_destroy_config(&config);
  if (opened != DuckDBSuccess) {
    const std::string sentence = error == nullptr ? "DuckDB does not start" : error;
    duckdb_free(error);
    return system_error("sql_failed", sentence);
  }
  CHECK(duckdb_connect(state->database, &state->connection) == DuckDBSuccess);
  Engine engine(std::move(state));
  // Without a progress bar, though it prints nothing, DuckDB keeps no figure for progress().
  TRY(engine.run("SET enable_progress_bar = true; SET enable_progress_bar_print = false; SET progress_bar_time = 0"));
  return engine;
}

Status Engine::run(const std::string& sql) {
  duckdb_result result;
  const duckdb_state state = duckdb_query(state_->connection, sql.c_str(), &result);
  if (state != DuckDBSuccess) {
    const std::string sentence = duckdb_result_error(&result);
    duckdb_destroy_result(&result);
    return sql_error(sentence);
  }
  duckdb_destroy_result(&result);
  return {};
}

// Takes the prepared statement.
Result<Answer> Engine::answer_of(void* statement) {
  auto prepared = static_cast<duckdb_prepared_statement>(statement);
  duckdb_pending_result pending = nullptr;
  auto answer = std::make_unique<Answer::State>();
  std::string sentence;
  if (duckdb_pending_prepared_streaming(prepared, &pending) != DuckDBSuccess)
    sentence = duckdb_pending_error(pending);
  else if (duckdb_execute_pending(pending, &answer->result) != DuckDBSuccess)
    sentence = duckdb_result_error(&answer->result);
  duckdb_destroy_pending(&pending);
  duckdb_destroy_prepare(&prepared);
  if (!sentence.empty()) return sql_error(sentence);
  return Answer(std::move(answer));
}

Status Engine::lock_down() {
  return run("SET errors_as_json = true; SET enable_external_access = false; SET lock_configuration = true");
}

Result<Answer> Engine::read(const std::string& sql) {
  duckdb_extracted_statements statements = nullptr;
  const idx_t count = duckdb_extract_statements(state_->connection, sql.c_str(), &statements);
  duckdb_prepared_statement prepared = nullptr;
  std::string failure;
  if (count == 1) {
    if (duckdb_prepare_extracted_statement(state_->connection, statements, 0, &prepared) != DuckDBSuccess)
      failure = duckdb_prepare_error(prepared);
  } else if (const char* error = duckdb_extract_statements_error(statements); error != nullptr) {
    failure = error;
  }
  duckdb_destroy_extracted(&statements);
  // A statement that could not be prepared has no type.
  const duckdb_statement_type type = prepared == nullptr || !failure.empty() ? DUCKDB_STATEMENT_TYPE_INVALID
                                                                             : duckdb_prepared_statement_type(prepared);
  if (type == DUCKDB_STATEMENT_TYPE_SELECT || type == DUCKDB_STATEMENT_TYPE_EXPLAIN) return answer_of(prepared);
  duckdb_destroy_prepare(&prepared);
  if (!failure.empty()) return sql_error(failure);
  if (count != 1) {
    return input_error(
        "sql_many",
        Sentence{fmt::format("holds {} statements; write one", count), fmt::format("有 {} 条语句；请只写一条", count)},
        {"SQL", 0, 0, ""});
  }
  return input_error("sql_not_reading",
                     Sentence{"only reads: SELECT, WITH, FROM, DESCRIBE, SHOW, SUMMARIZE and EXPLAIN are allowed",
                              "只能读取：允许 SELECT、WITH、FROM、DESCRIBE、SHOW、SUMMARIZE 和 EXPLAIN"},
                     {"SQL", 0, 0, ""});
}

Result<Answer> Engine::query(const std::string& sql) {
  duckdb_prepared_statement prepared = nullptr;
  if (duckdb_prepare(state_->connection, sql.c_str(), &prepared) != DuckDBSuccess) {
    const std::string sentence = duckdb_prepare_error(prepared);
    duckdb_destroy_prepare(&prepared);
    return sql_error(sentence);
  }
  return answer_of(prepared);
}

Result<std::int64_t> Engine::number(const std::string& sql) {
  ASSIGN(Answer answer, query(fmt::format("SELECT CAST(({}) AS BIGINT)", sql)));
  ASSIGN(const Chunk chunk, answer.next());
  if (chunk.rows() == 0 || !chunk.column(0).has(0)) return 0;
  return chunk.column(0).value<std::int64_t>(0);
}

void Engine::interrupt() { duckdb_interrupt(state_->connection); }

double Engine::progress() const { return duckdb_query_progress(state_->connection).percentage; }

void* Engine::connection() const { return state_->connection; }

std::string sql_text(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? std::string("''") : std::string(1, c);
  return quoted + "'";
}

std::string sql_name(std::string_view name) {
  std::string quoted = "\"";
  for (const char c : name) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

}  // namespace qiuhao::tables
