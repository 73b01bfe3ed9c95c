// PostgreSQL under SOCI.
#include <fmt/format.h>
#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>

#include <string_view>

#include "database/engine_calls.h"

namespace qiuhao::database {
namespace {

constexpr int kOldestServer = 120'000;
constexpr int kConnectSeconds = 10;

void open(soci::session& session, const std::string& place, std::chrono::milliseconds wait) {
  std::string address = place;
  if (!address.contains("connect_timeout="))
    address += fmt::format("{}connect_timeout={}", address.contains('?') ? '&' : '?', kConnectSeconds);
  session.open(soci::postgresql, address);
  session << "set client_encoding = 'UTF8'";
  session << "set bytea_output = 'hex'";
  session << "set standard_conforming_strings = on";
  session << "set client_min_messages = error";
  session << fmt::format("set lock_timeout = {}", wait.count());
  // A commit that was answered stands, as with SQLite; stronger settings (remote_apply) are left as they are.
  session << "select set_config('synchronous_commit', 'on', false) "
             "where current_setting('synchronous_commit') in ('off', 'local')";
}

Status inspect(soci::session& session, const Place& place) {
  std::string encoding;
  int version = 0;
  session << "select current_setting('server_encoding'), cast(current_setting('server_version_num') as integer)",
      soci::into(encoding), soci::into(version);
  if (encoding != "UTF8")
    return input_error("database_not_utf8",
                       Sentence{fmt::format("the database keeps texts as {}; create one with encoding UTF8", encoding),
                                fmt::format("数据库编码为{}；请用UTF8编码新建", encoding)},
                       place);
  if (version < kOldestServer)
    return input_error("database_too_old",
                       Sentence{fmt::format("the server's version is {}; use PostgreSQL 12 or later", version / 10'000),
                                fmt::format("服务器版本为{}；请用PostgreSQL 12或更新版本", version / 10'000)},
                       place);
  return {};
}

Trouble trouble_of(std::string_view state) {
  if (state == "40001" || state == "40P01" || state == "55P03") return Trouble::busy;
  if (state == "23505") return Trouble::not_unique;
  if (state == "23503") return Trouble::broken_reference;
  if (state.starts_with("23") || state == "22003" || state == "22P02") return Trouble::broken_rule;
  if (state == "53100") return Trouble::full;
  if (state == "25006") return Trouble::read_only;
  if (state.starts_with("XX")) return Trouble::damaged;
  if (state.starts_with("08") || state.starts_with("57P")) return Trouble::lost;
  return Trouble::other;
}

Diagnosis diagnose(soci::session& session, const std::exception& exception) {
  const auto* error = dynamic_cast<const soci::soci_error*>(&exception);
  if (error == nullptr) return {Trouble::other, exception.what()};
  // The lines after the first tell values of the row (DETAIL), which may be personal.
  std::string words = error->get_error_message();
  for (const std::string_view front : {"Cannot execute query. ", "Cannot prepare statement. ", "ERROR:  ", "FATAL:  "})
    if (const auto place = words.find(front); place != std::string::npos) words = words.substr(place + front.size());
  words = words.substr(0, words.find('\n'));
  // A URL that cannot be read is told with its parts, of which one may be the password.
  if (words.contains("URI") || words.contains("percent-encoded")) words = words.substr(0, words.find_first_of("\":"));
  const auto* own = dynamic_cast<const soci::postgresql_soci_error*>(&exception);
  Trouble trouble = own == nullptr ? Trouble::other : trouble_of(own->sqlstate());
  if (trouble == Trouble::broken_rule && own->sqlstate() == "22P02") words = "a text is not of the column's type";
  if (session.is_connected()) {
    const auto* backend = static_cast<soci::postgresql_session_backend*>(session.get_backend());
    if (PQstatus(backend->conn_) != CONNECTION_OK) trouble = Trouble::lost;
  }
  return {trouble, words};
}

}  // namespace

const EngineCalls& postgres_calls() {
  static constexpr EngineCalls kCalls{Engine::postgresql, open, inspect, diagnose};
  return kCalls;
}

}  // namespace qiuhao::database
