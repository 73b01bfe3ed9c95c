// Connections lent to transactions, and the transactions themselves.
#include "database/database.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

#include "database/connection.h"

namespace qiuhao::database {
namespace {

constexpr int kConnectionsMost = 64;
constexpr std::size_t kParametersOfInsert = 500;
// The number of the lock that a writer holds on PostgreSQL: any number that others do not use.
constexpr std::int64_t kWriteLock = 0x7169'7568'616f;
// Both are libpq's.
bool is_url(std::string_view place) { return place.starts_with("postgresql://") || place.starts_with("postgres://"); }

// Without user's password: `postgresql://user:secret@host/name` → `postgresql://user@host/name`.
std::string without_password(std::string place) {
  if (const auto options = place.find('?'); options != std::string::npos) place.resize(options);
  const auto begin = place.find("://");
  if (begin == std::string::npos) return place;
  const auto at = place.rfind('@');
  const auto colon = place.find(':', begin + 3);
  if (at != std::string::npos && colon != std::string::npos && colon < at) place.erase(colon, at - colon);
  return place;
}

bool is_name(std::string_view name) {
  return !name.empty() && name.size() <= 63 &&
         std::ranges::all_of(name, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

// Makes the file, so that only its owner may read it; SQLite would make it readable by others.
void make_private_file(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor >= 0) ::close(descriptor);  // what is wrong is told by the opening
}

}  // namespace

struct Database::State {
  Engine engine = Engine::sqlite;
  std::string address;
  Place place;
  DatabaseOptions options;

  std::mutex guard;
  std::condition_variable given_back;
  std::vector<std::unique_ptr<Connection>> idle;
  int lent = 0;

  Result<std::unique_ptr<Connection>> lend() {
    std::unique_lock lock(guard);
    if (!given_back.wait_for(lock, options.wait, [&] { return lent < options.connections; })) {
      return fail({Fault::system, "no_free_connection",
                   fmt::format("all {} connections are in use; try again, or allow more", options.connections), place,
                   fmt::format("{}个连接都在使用；请重试或增加连接数", options.connections)});
    }
    ++lent;
    if (!idle.empty()) {
      auto connection = std::move(idle.back());
      idle.pop_back();
      return connection;
    }
    lock.unlock();
    auto made = Connection::open(engine, address, place, options.wait);
    if (!made) take_back(nullptr);
    return made;
  }

  void take_back(std::unique_ptr<Connection> connection) {
    const std::lock_guard lock(guard);
    --lent;
    // Where one connection broke, those that idle are likely to have broken too.
    if (connection && connection->is_broken()) idle.clear();
    if (connection && !connection->is_broken()) idle.push_back(std::move(connection));
    given_back.notify_one();
  }
};

struct Transaction::State {
  Database::State* database;
  std::unique_ptr<Connection> connection;
  Access access;
  bool is_open = true;
  bool has_failed = false;

  void end() {
    is_open = false;
    // A file knows no reading transaction; the switch that refused writes is put back.
    if (access == Access::read && database->engine == Engine::sqlite)
      (void)connection->run_once("pragma query_only = 0");
    database->take_back(std::move(connection));
  }
  template <typename T>
  Result<T> noted(Result<T> result) {
    has_failed = has_failed || !result;
    return result;
  }
};

Transaction::Transaction(std::unique_ptr<State> state) : state_(std::move(state)) {}
Transaction::Transaction(Transaction&&) noexcept = default;
Transaction::~Transaction() {
  if (state_ && state_->is_open) rollback();
}

Engine Transaction::engine() const { return state_->database->engine; }

Status Transaction::usable() const {
  CHECK_NOTE(state_ && state_->is_open, "the transaction is over");
  if (!state_->has_failed) return {};
  return fail({Fault::system, "transaction_failed", "a statement before failed; roll back and begin again",
               state_->database->place, "前面的语句已失败；请回滚后重新开始"});
}

Result<std::int64_t> Transaction::execute(std::string_view sql, std::span<const Parameter> parameters) {
  TRY(usable());
  return state_->noted(state_->connection->run(sql, parameters, {}, nullptr));
}
Result<std::int64_t> Transaction::execute(std::string_view sql, std::initializer_list<Parameter> parameters) {
  return execute(sql, std::span(parameters.begin(), parameters.size()));
}

Result<Transaction::Rows> Transaction::query(std::string_view sql, std::span<const Parameter> parameters,
                                             std::span<const Kind> columns) {
  TRY(usable());
  CHECK(!columns.empty());
  Rows rows;
  const auto take = [&](std::vector<Value> values) -> Status {
    if (rows.size() == kRowsMost) {
      return fail({Fault::system, "too_many_rows",
                   fmt::format("a query gives more than {} rows; ask for them in pages", kRowsMost),
                   state_->database->place, fmt::format("查询结果超过{}行；请分页查询", kRowsMost)});
    }
    rows.emplace_back(std::move(values));
    return {};
  };
  TRY(state_->noted(state_->connection->run(sql, parameters, columns, take)));
  return rows;
}
Result<Transaction::Rows> Transaction::query(std::string_view sql, std::initializer_list<Parameter> parameters,
                                             std::initializer_list<Kind> columns) {
  return query(sql, std::span(parameters.begin(), parameters.size()), std::span(columns.begin(), columns.size()));
}
Result<std::optional<Row>> Transaction::query_first(std::string_view sql, std::initializer_list<Parameter> parameters,
                                                    std::initializer_list<Kind> columns) {
  ASSIGN(Rows rows, query(sql, parameters, columns));
  return rows.empty() ? std::nullopt : std::optional(std::move(rows.front()));
}

Status Transaction::insert(std::string_view table, std::span<const std::string_view> columns,
                           std::span<const std::vector<Parameter>> rows) {
  CHECK(is_name(table) && !columns.empty() && std::ranges::all_of(columns, is_name));
  CHECK(columns.size() <= kParametersOfInsert);
  const std::size_t rows_at_once = kParametersOfInsert / columns.size();
  std::string marks = "(?";
  for (std::size_t index = 1; index < columns.size(); ++index) marks += ", ?";
  marks += ')';
  while (!rows.empty()) {
    const auto some = rows.first(std::min(rows_at_once, rows.size()));
    rows = rows.subspan(some.size());
    std::string sql = fmt::format("insert into {} ({}) values {}", table, fmt::join(columns, ", "), marks);
    std::vector<Parameter> parameters;
    for (const auto& row : some) {
      CHECK(row.size() == columns.size());
      if (!parameters.empty()) sql += ", " + marks;
      parameters.insert(parameters.end(), row.begin(), row.end());
    }
    TRY(execute(sql, parameters));
  }
  return {};
}

Status Transaction::commit() {
  if (Status status = usable(); !status) {
    rollback();
    return status;
  }
  Status status = state_->connection->run_once("commit");
  if (status) {
    state_->end();
    return {};
  }
  if (state_->connection->is_broken() && state_->access == Access::write) {
    status = fail({Fault::system, "commit_unknown",
                   "the connection broke while the commit was under way; look whether it stands before doing it again",
                   state_->database->place, "提交时连接中断，结果未知；请先查明是否已生效，再决定是否重做"});
  }
  rollback();
  return status;
}

void Transaction::rollback() {
  CHECK(state_ && state_->is_open);
  // Where even this fails the connection is broken, and the database rolls back by itself.
  (void)state_->connection->run_once("rollback");
  state_->end();
}

Database::Database(std::unique_ptr<State> state) : state_(std::move(state)) {}
Database::~Database() { CHECK_NOTE(state_->lent == 0, "a transaction outlives its database"); }
Engine Database::engine() const { return state_->engine; }
const std::string& Database::place() const { return state_->place.file; }

Result<std::unique_ptr<Database>> Database::open(const std::string& place, const DatabaseOptions& options) {
  CHECK(options.connections >= 1 && options.connections <= kConnectionsMost && options.attempts >= 1);
  auto state = std::make_unique<State>();
  state->options = options;
  state->address = place;
  if (is_url(place)) {
    state->engine = Engine::postgresql;
    state->place.file = without_password(place);
  } else {
    state->place.file = place;
    if (place.empty() || place.contains("://") || place.contains('"') || place.contains('\0')) {
      return input_error("bad_database_place",
                         Sentence{"name a file, or a server as postgresql://user@host/name",
                                  "请写数据库文件的路径，或postgresql://用户@主机/库名"},
                         {without_password(place), 0, 0, ""});
    }
    make_private_file(place);
  }
  // The first connection, so that a wrong place is told here.
  ASSIGN(auto connection, state->lend());
  state->take_back(std::move(connection));
  return std::unique_ptr<Database>(new Database(std::move(state)));
}

Result<Transaction> Database::begin(Access access) {
  std::vector<std::string> statements;
  if (state_->engine == Engine::sqlite) {
    if (access == Access::read) statements = {"pragma query_only = 1", "begin"};
    if (access == Access::write) statements = {"begin immediate"};
  } else if (access == Access::read) {
    statements = {"begin isolation level repeatable read, read only"};
  } else {
    // Once the lock is held nobody else writes, so each statement sees what a serial order would show it.
    statements = {"begin isolation level read committed", fmt::format("select pg_advisory_xact_lock({})", kWriteLock)};
  }
  // Twice, since a connection that idled may have been cut off meanwhile.
  for (bool is_last : {false, true}) {
    ASSIGN(auto connection, state_->lend());
    Transaction transaction(std::make_unique<Transaction::State>(
        Transaction::State{.database = state_.get(), .connection = std::move(connection), .access = access}));
    Status status;
    for (const std::string& statement : statements) {
      if (status) status = transaction.state_->connection->run_once(statement);
    }
    if (status) return transaction;
    if (is_last || status.error().code != "connection_lost") return std::unexpected(std::move(status).error());
  }
  CHECK(false);
}

Status Database::write(const Work& work) {
  for (int attempt = 1;; ++attempt) {
    const auto once = [&]() -> Status {
      ASSIGN(Transaction transaction, begin(Access::write));
      TRY(work(transaction));
      return transaction.commit();
    };
    Status status = once();
    if (status || status.error().code != "database_busy" || attempt >= state_->options.attempts) return status;
    std::this_thread::sleep_for(std::chrono::milliseconds(5 << std::min(attempt, 6)));
  }
}

Status Database::read(const Work& work) {
  ASSIGN(Transaction transaction, begin(Access::read));
  TRY(work(transaction));
  return transaction.commit();
}

}  // namespace qiuhao::database
