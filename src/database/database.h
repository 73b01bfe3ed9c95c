// The records database: what people do, on SQLite (a file) or PostgreSQL 15 (a URL), in one dialect of SQL.
// It knows nothing of medicine (docs/decisions/040-records-database.md).
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "database/value.h"

namespace qiuhao::database {

enum class Engine { sqlite, postgresql };

enum class Access {
  read,   // sees the database as it was at its first query, whatever is written meanwhile
  write,  // one at a time in the whole database, on both engines: nobody writes between its statements
};

struct DatabaseOptions {
  int connections = 4;                     // at once in this process, 1 to 64
  std::chrono::milliseconds wait{10'000};  // the longest for a free connection, or for another's write to end
  int attempts = 5;                        // of Database::write, when it meets a writer that does not end
};

// One transaction. It is rolled back unless it was committed. One thread at a time.
//
// SQL is a text of the program; values stand in it as `?` and are bound, never pasted. After any statement failed, the
// others get "transaction_failed" and a commit is refused, on both engines. Errors of statements: "database_busy",
// "not_unique", "broken_reference", "broken_rule" (a check or a `not null`), "disk_full", "read_only_disk",
// "database_damaged", "connection_lost", "database_error"; and before the database is asked: "bad_text" (not UTF-8, or
// a NUL), "value_too_large".
class Transaction {
 public:
  Transaction(Transaction&&) noexcept;
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();

  Engine engine() const;

  // Gives the number of rows inserted, changed or deleted.
  Result<std::int64_t> execute(std::string_view sql, std::span<const Parameter> parameters = {});
  Result<std::int64_t> execute(std::string_view sql, std::initializer_list<Parameter> parameters);

  // The rows of a query whose columns are of these kinds; more than kRowsMost are "too_many_rows".
  using Rows = std::vector<Row>;
  Result<Rows> query(std::string_view sql, std::span<const Parameter> parameters, std::span<const Kind> columns);
  Result<Rows> query(std::string_view sql, std::initializer_list<Parameter> parameters,
                     std::initializer_list<Kind> columns);
  // The first row, or nothing.
  Result<std::optional<Row>> query_first(std::string_view sql, std::initializer_list<Parameter> parameters,
                                         std::initializer_list<Kind> columns);

  // Many rows by few statements. Table and columns are names of the program.
  Status insert(std::string_view table, std::span<const std::string_view> columns,
                std::span<const std::vector<Parameter>> rows);

  // After it, the transaction is over. "commit_unknown": the connection broke while the commit was under way, so it may
  // stand or not; look before doing it again.
  Status commit();
  void rollback();

 private:
  friend class Database;
  struct State;
  explicit Transaction(std::unique_ptr<State> state);
  Status usable() const;
  std::unique_ptr<State> state_;
};

class Database {
 public:
  // `place` is a path, or a URL `postgresql://…` as libpq reads it. A file that is missing is made, readable by its
  // owner alone; its folder has to be there. Errors: "bad_database_place", "cannot_open_database",
  // "database_not_utf8", "database_too_old" (before PostgreSQL 12).
  static Result<std::unique_ptr<Database>> open(const std::string& place, const DatabaseOptions& options = {});
  ~Database();  // every transaction has to be over

  Engine engine() const;
  // Where it is, for people: without the password.
  const std::string& place() const;

  // Waits for a connection, and for another's write to end: "no_free_connection", "database_busy".
  Result<Transaction> begin(Access access);

  // Runs `work` in a transaction and commits it when it returned well. Work that met "database_busy" is rolled back and
  // run again, so it should change nothing but the database.
  using Work = std::function<Status(Transaction&)>;
  Status write(const Work& work);
  Status read(const Work& work);

 private:
  friend class Transaction;
  struct State;
  explicit Database(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace qiuhao::database
