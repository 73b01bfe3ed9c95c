// SOCI's core behind our own names: binding, rows, and the statements kept prepared.
#include "database/connection.h"

#include <fmt/format.h>
#include <soci/soci.h>

#include <deque>
#include <list>
#include <map>
#include <optional>
#include <utility>

#include "database/digest.h"
#include "database/engine_calls.h"
#include "database/text_check.h"

namespace qiuhao::database {
namespace {

constexpr std::size_t kPreparedMost = 128;

// A place that a statement reads from or writes to; it stays where it is as long as the statement lives.
struct Cell {
  Kind kind = Kind::text;
  soci::indicator indicator = soci::i_null;
  long long number = 0;
  std::string text;  // and bytes on PostgreSQL: \x and their hex digits, the form of a bytea
  std::optional<soci::blob> blob;
};

struct Prepared {
  std::deque<Cell> in;
  std::deque<Cell> out;
  std::optional<soci::statement> statement;
};

Kind kind_of(const Value& value) {
  if (std::holds_alternative<std::int64_t>(value)) return Kind::number;
  return std::holds_alternative<Bytes>(value) ? Kind::bytes : Kind::text;
}

void put(Cell& cell, const Value& value) {
  cell.indicator = std::holds_alternative<Absent>(value) ? soci::i_null : soci::i_ok;
  if (const auto* number = std::get_if<std::int64_t>(&value)) cell.number = *number;
  if (const auto* text = std::get_if<std::string>(&value)) cell.text = *text;
  const auto* bytes = std::get_if<Bytes>(&value);
  if (bytes == nullptr) return;
  if (!cell.blob) {
    cell.text = "\\x" + to_hex(bytes->value);
    return;
  }
  // A blob to which nothing was ever written would be bound as an absent value.
  cell.blob->write(0, "", 1);
  cell.blob->trim(0);
  if (!bytes->value.empty()) cell.blob->write(0, bytes->value.data(), bytes->value.size());
}

Value take_from(Cell& cell) {
  if (cell.indicator == soci::i_null) return Absent{};
  if (cell.kind == Kind::number) return static_cast<std::int64_t>(cell.number);
  if (cell.kind == Kind::text) return cell.text;
  if (!cell.blob) return Bytes{from_hex(std::string_view(cell.text).substr(2)).value()};
  std::string bytes(cell.blob->get_len(), '\0');
  if (!bytes.empty()) cell.blob->read(0, bytes.data(), bytes.size());
  return Bytes{std::move(bytes)};
}

struct Told {
  std::string code;
  Sentence sentence;
};

Told told(Trouble trouble) {
  switch (trouble) {
    case Trouble::busy:
      return {"database_busy",
              {"another writer did not end in time; try again later", "另一写入者未及时结束；请稍后重试"}};
    case Trouble::not_unique:
      return {
          "not_unique",
          {"such a row is there already; change that one, or choose another key", "已有相同的记录；请修改它或换键值"}};
    case Trouble::broken_reference:
      return {"broken_reference",
              {"a row refers to one that is not there, or is referred to; write that one first",
               "引用的记录不存在，或仍被引用；请先写入被引用的记录"}};
    case Trouble::broken_rule:
      return {"broken_rule", {"a value is not what its column allows; mend the value", "值不符合列的约束；请改正该值"}};
    case Trouble::full:
      return {"disk_full", {"the disk is full; free some space and run it again", "磁盘已满；请腾出空间后重试"}};
    case Trouble::read_only:
      return {"read_only_disk",
              {"nothing can be written here: the transaction is for reading, or the file or disk cannot be written",
               "此处不能写入：事务为只读，或文件、磁盘不可写"}};
    case Trouble::damaged:
      return {"database_damaged",
              {"the file is damaged or no database; restore it from a backup", "文件已损坏或不是数据库；请从备份恢复"}};
    case Trouble::lost:
      return {"connection_lost",
              {"the connection to the server is lost; see that it runs, then try again",
               "与数据库服务器的连接已断；请检查后重试"}};
    case Trouble::other: break;
  }
  return {"database_error", {"the database refused it", "数据库拒绝执行"}};
}

bool is_of_input(Trouble trouble) {
  return trouble == Trouble::not_unique || trouble == Trouble::broken_reference || trouble == Trouble::broken_rule;
}

std::unexpected<Error> error_of(const Diagnosis& diagnosis, const Place& place) {
  const Told what = told(diagnosis.trouble);
  return fail({is_of_input(diagnosis.trouble) ? Fault::input : Fault::system, what.code,
               fmt::format("{} ({})", what.sentence.english, diagnosis.words), place,
               fmt::format("{}（{}）", what.sentence.chinese, diagnosis.words)});
}

// The key of a statement kept prepared: its text, and the kinds of what goes in and comes out.
std::string key_of(std::string_view sql, std::span<const Parameter> parameters, std::span<const Kind> columns) {
  std::string key;
  for (const Parameter& parameter : parameters) key += static_cast<char>(kind_of(parameter.value()));
  key += '>';
  for (const Kind kind : columns) key += static_cast<char>(kind);
  key += '|';
  return key += sql;
}

}  // namespace

std::string named_parameters(std::string_view sql, std::size_t& count) {
  std::string named;
  count = 0;
  char quote = 0;
  for (const char character : sql) {
    if (quote != 0) {
      if (character == quote) quote = 0;
    } else if (character == '\'' || character == '"') {
      quote = character;
    } else if (character == '?') {
      named += fmt::format(":p{}", ++count);
      continue;
    }
    named += character;
  }
  return named;
}

struct Connection::State {
  const EngineCalls& calls;
  Place place;
  soci::session session;
  std::map<std::string, std::unique_ptr<Prepared>, std::less<>> prepared;
  bool is_broken = false;

  State(const EngineCalls& given, Place told_place) : calls(given), place(std::move(told_place)) {}

  // Gives `take` the part of a cell that SOCI reads or writes.
  template <typename Take>
  void with_value(Cell& cell, Take take) {
    if (cell.kind == Kind::bytes && calls.engine == Engine::sqlite) cell.blob.emplace(session);
    if (cell.kind == Kind::number) return take(cell.number);
    if (cell.blob) return take(*cell.blob);
    take(cell.text);
  }

  std::unique_ptr<Prepared> prepare(std::string_view sql, std::span<const Parameter> parameters,
                                    std::span<const Kind> columns) {
    std::size_t count = 0;
    const std::string named = named_parameters(sql, count);
    CHECK_NOTE(count == parameters.size(), fmt::format("{} values for: {}", parameters.size(), sql));
    auto made = std::make_unique<Prepared>();
    soci::statement& statement = made->statement.emplace(session);
    for (const Parameter& parameter : parameters) {
      Cell& cell = made->in.emplace_back();
      cell.kind = kind_of(parameter.value());
      // In one expression: what soci::use gives refers to a name that is gone after it.
      with_value(cell, [&](auto& value) { statement.exchange(soci::use(value, cell.indicator)); });
    }
    for (const Kind kind : columns) {
      Cell& cell = made->out.emplace_back();
      cell.kind = kind;
      with_value(cell, [&](auto& value) { statement.exchange(soci::into(value, cell.indicator)); });
    }
    statement.alloc();
    statement.prepare(named);
    statement.define_and_bind();
    return made;
  }

  std::unexpected<Error> failure(const std::exception& exception) {
    const Diagnosis diagnosis = calls.diagnose(session, exception);
    is_broken = is_broken || diagnosis.trouble == Trouble::lost;
    return error_of(diagnosis, place);
  }
};

Connection::Connection(std::unique_ptr<State> state) : state_(std::move(state)) {}
Connection::~Connection() { state_->prepared.clear(); }

bool Connection::is_broken() const { return state_->is_broken; }

Result<std::unique_ptr<Connection>> Connection::open(Engine engine, const std::string& place, const Place& told_place,
                                                     std::chrono::milliseconds wait) {
  auto state = std::make_unique<State>(engine == Engine::sqlite ? sqlite_calls() : postgres_calls(), told_place);
  try {
    state->calls.open(state->session, place, wait);
    TRY(state->calls.inspect(state->session, told_place));
  } catch (const std::exception& exception) {
    const Diagnosis diagnosis = state->calls.diagnose(state->session, exception);
    if (diagnosis.trouble == Trouble::busy || diagnosis.trouble == Trouble::damaged) return state->failure(exception);
    return fail(
        {Fault::system, "cannot_open_database",
         fmt::format("cannot open the database: {}; check the place, and that this user may use it", diagnosis.words),
         told_place, fmt::format("不能打开数据库：{}；请检查位置和权限", diagnosis.words)});
  }
  return std::unique_ptr<Connection>(new Connection(std::move(state)));
}

Result<std::int64_t> Connection::run(std::string_view sql, std::span<const Parameter> parameters,
                                     std::span<const Kind> columns, const Take& take) {
  CHECK(parameters.size() <= kParametersMost);
  for (const Parameter& parameter : parameters) TRY(check_value(parameter.value()));
  const std::string key = key_of(sql, parameters, columns);
  try {
    auto place = state_->prepared.find(key);
    if (place == state_->prepared.end()) {
      if (state_->prepared.size() >= kPreparedMost) state_->prepared.clear();
      place = state_->prepared.emplace(key, state_->prepare(sql, parameters, columns)).first;
    }
    Prepared& prepared = *place->second;
    for (std::size_t index = 0; index < parameters.size(); ++index) put(prepared.in[index], parameters[index].value());
    if (columns.empty()) {
      prepared.statement->execute(true);
      return prepared.statement->get_affected_rows();
    }
    prepared.statement->execute(false);
    std::int64_t rows = 0;
    while (prepared.statement->fetch()) {
      std::vector<Value> values;
      values.reserve(columns.size());
      for (Cell& cell : prepared.out) values.push_back(take_from(cell));
      ++rows;
      if (Status status = take(std::move(values)); !status) {
        state_->prepared.erase(key);
        return std::unexpected(std::move(status).error());
      }
    }
    return rows;
  } catch (const std::exception& exception) {
    auto error = state_->failure(exception);
    state_->prepared.erase(key);
    return error;
  }
}

Status Connection::run_once(std::string_view sql) {
  try {
    state_->session << std::string(sql);
  } catch (const std::exception& exception) {
    return state_->failure(exception);
  }
  return {};
}

}  // namespace qiuhao::database
