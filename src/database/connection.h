// One connection to a database, used by one thread at a time, with the statements that it keeps prepared.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "database/database.h"

namespace qiuhao::database {

class Connection {
 public:
  static Result<std::unique_ptr<Connection>> open(Engine engine, const std::string& place, const Place& told,
                                                  std::chrono::milliseconds wait);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  bool is_broken() const;  // no further statement will reach the database

  // Runs a statement; `take` gets each row, and its error ends it. Gives the rows touched. Errors as Transaction has.
  using Take = std::function<Status(std::vector<Value>)>;
  Result<std::int64_t> run(std::string_view sql, std::span<const Parameter> parameters, std::span<const Kind> columns,
                           const Take& take);
  // A statement without values and rows, not kept prepared.
  Status run_once(std::string_view sql);

 private:
  struct State;
  explicit Connection(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// `a = ? and b = '?'` → `a = :p1 and b = '?'`; `count` gets the number of values.
std::string named_parameters(std::string_view sql, std::size_t& count);

}  // namespace qiuhao::database
