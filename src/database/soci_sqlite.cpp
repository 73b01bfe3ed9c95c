// SQLite under SOCI: a file in WAL mode, synced at every commit. The only source that sees SQLite's header.
#include <fmt/format.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include "database/engine_calls.h"

namespace qiuhao::database {
namespace {

void open(soci::session& session, const std::string& place, std::chrono::milliseconds wait) {
  session.open(soci::sqlite3, "dbname=\"" + place + "\"");
  session << fmt::format("pragma busy_timeout = {}", wait.count());
  session << "pragma journal_mode = wal";
  session << "pragma synchronous = full";
  session << "pragma foreign_keys = on";
  session << "pragma cache_size = -65536";  // 64 MB, as pages are read; the default of 2 MB is for telephones
  session << "pragma trusted_schema = off";
  session << "pragma cell_size_check = on";
}

Status inspect(soci::session& session, const Place& place) {
  std::string mode;
  session << "pragma journal_mode", soci::into(mode);
  if (mode == "wal") return {};
  return fail({Fault::system, "cannot_open_database",
               "this disk has no shared memory for SQLite's write-ahead log; use a local disk, or PostgreSQL", place,
               "该磁盘不支持SQLite的预写日志；请用本地磁盘或PostgreSQL"});
}

Trouble trouble_of(int code) {
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return Trouble::busy;
    case SQLITE_FULL: return Trouble::full;
    case SQLITE_READONLY: return Trouble::read_only;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: return Trouble::damaged;
    case SQLITE_CONSTRAINT:
      if (code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY || code == SQLITE_CONSTRAINT_ROWID)
        return Trouble::not_unique;
      return code == SQLITE_CONSTRAINT_FOREIGNKEY ? Trouble::broken_reference : Trouble::broken_rule;
    default: return Trouble::other;
  }
}

Diagnosis diagnose(soci::session& session, const std::exception& exception) {
  const auto* error = dynamic_cast<const soci::sqlite3_soci_error*>(&exception);
  if (error == nullptr) return {Trouble::other, exception.what()};
  int code = error->result();
  if (session.is_connected()) {
    const auto* backend = static_cast<soci::sqlite3_session_backend*>(session.get_backend());
    const int extended = sqlite_api::sqlite3_extended_errcode(backend->conn_);
    if ((extended & 0xff) == (code & 0xff)) code = extended;
  }
  // SOCI puts the name of its function in front, and the statement with its values behind (in what() alone).
  std::string words = error->get_error_message();
  if (words.starts_with("sqlite3_")) words = words.substr(std::min(words.size(), words.find(": ") + 2));
  return {trouble_of(code), words};
}

}  // namespace

const EngineCalls& sqlite_calls() {
  static constexpr EngineCalls kCalls{Engine::sqlite, open, inspect, diagnose};
  return kCalls;
}

}  // namespace qiuhao::database
