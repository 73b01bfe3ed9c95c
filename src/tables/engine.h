// DuckDB behind our own names: reads CSV and Parquet, sorts out of core, answers SQL. It judges no rule.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/files.h"
#include "base/result.h"

namespace qiuhao::tables {

struct EngineOptions {
  std::string memory = "900MB";  // DuckDB's own limit; it spills to `spill` beyond it
  Path spill;                    // folder for spilled data; "" = none
  int threads = 2;
};

// A vector of a chunk: up to 2,048 values of one column, read in place.
class Vector {
 public:
  Vector(const void* data, const std::uint64_t* validity) : data_(data), validity_(validity) {}
  bool has(std::size_t row) const { return validity_ == nullptr || ((validity_[row / 64] >> (row % 64)) & 1) != 0; }
  template <typename T>
  T value(std::size_t row) const {
    return static_cast<const T*>(data_)[row];
  }
  std::string_view text(std::size_t row) const;  // VARCHAR

 private:
  const void* data_;
  const std::uint64_t* validity_;
};

// A run of rows of an answer. Owns its memory; views into it end with it.
class Chunk {
 public:
  Chunk(Chunk&& other) noexcept;
  Chunk& operator=(Chunk&& other) noexcept;
  ~Chunk();
  std::size_t rows() const;
  Vector column(std::size_t index) const;
  // DuckDB's own vector, for the other files of this folder.
  void* vector(std::size_t index) const;

 private:
  friend class Answer;
  explicit Chunk(void* chunk) : chunk_(chunk) {}
  void* chunk_;
};

// What the values of an answer's column are, as far as it matters for showing them.
enum class AnswerKind : std::uint8_t { number, boolean, text, other };

// The streamed answer of a query; next() gives chunks until one has no rows.
class Answer {
 public:
  Answer(Answer&& other) noexcept;
  Answer& operator=(Answer&& other) noexcept;
  ~Answer();
  std::size_t columns() const;
  std::string column_name(std::size_t index) const;
  AnswerKind column_kind(std::size_t index) const;
  // DuckDB's own type, for the other files of this folder; theirs to destroy.
  void* logical_type(std::size_t index) const;
  Result<Chunk> next();

 private:
  friend class Engine;
  struct State;
  explicit Answer(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

class Engine {
 public:
  // Opens an in-memory database, offline: extensions are never fetched.
  static Result<Engine> open(const EngineOptions& options);
  Engine(Engine&& other) noexcept;
  Engine& operator=(Engine&& other) noexcept;
  ~Engine();

  // Runs statements; errors carry DuckDB's sentence ("sql_failed", or "disk_full", "out_of_memory", "interrupted").
  Status run(const std::string& sql);
  Result<Answer> query(const std::string& sql);
  // From here on statements reach no file and change no setting, and errors come as DuckDB's JSON with the place.
  Status lock_down();
  // One statement of somebody else's, which may only read: SELECT and what amounts to it, or EXPLAIN. Errors:
  // "sql_many" (none or several statements), "sql_not_reading", and those of run().
  Result<Answer> read(const std::string& sql);
  // The single integer (or 0 for NULL) that a query answers.
  Result<std::int64_t> number(const std::string& sql);
  // From any thread: makes the running statement end with "interrupted".
  void interrupt();
  // 0..100 of the running statement, or negative when not known.
  double progress() const;
  // DuckDB's own connection, for the other files of this folder.
  void* connection() const;

 private:
  struct State;
  static Result<Answer> answer_of(void* prepared);
  explicit Engine(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// 'it''s': an SQL string; "a""b": an SQL name.
std::string sql_text(std::string_view text);
std::string sql_name(std::string_view name);

}  // namespace qiuhao::tables
