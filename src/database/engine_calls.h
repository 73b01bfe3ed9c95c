// What differs between the engines, for connection.cpp: opening, their errors, and how SOCI carries bytes. SOCI's
// headers stay in three sources, since its sqlite3 header includes sqlite3.h inside a namespace of its own.
#pragma once

#include <chrono>
#include <exception>
#include <string>

#include "base/result.h"
#include "database/database.h"

namespace soci {
class session;
}

namespace qiuhao::database {

enum class Trouble { busy, not_unique, broken_reference, broken_rule, full, read_only, damaged, lost, other };

// Why a call failed, and the engine's own words; without what it tells of values, which may be personal.
struct Diagnosis {
  Trouble trouble = Trouble::other;
  std::string words;
};

struct EngineCalls {
  Engine engine;
  // Throws what SOCI throws.
  void (*open)(soci::session& session, const std::string& place, std::chrono::milliseconds wait);
  // Says what is wrong with an opened database, or nothing.
  Status (*inspect)(soci::session& session, const Place& place);
  Diagnosis (*diagnose)(soci::session& session, const std::exception& exception);
};

const EngineCalls& sqlite_calls();
const EngineCalls& postgres_calls();

}  // namespace qiuhao::database
